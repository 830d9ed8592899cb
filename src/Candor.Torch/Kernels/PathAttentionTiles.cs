using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Candor.Torch.Generation;

namespace Candor.Torch.Kernels;

/// <summary>The three inner loops of <see cref="PathAttention"/>, for four queries at a time.</summary>
internal static unsafe class PathAttentionTiles
{
    /// <summary>
    /// scores[r, key] = Σ_d query[r, d] · keys[d, key] for four queries [4, D] and keys 0…<paramref name="count"/>−1 (and on to the end of
    /// the last tile). Rows of scores are <paramref name="stride"/> apart, as are rows of keys.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scores(float* query, float* keys, float* scores, int dim, int count, int stride)
    {
        float* q0 = query, q1 = q0 + dim, q2 = q1 + dim, q3 = q2 + dim;
        for (int tile = 0; tile < count; tile += KvCache.Tile)
        {
            Vector512<float> a0 = default, a1 = default, a2 = default, a3 = default, b0 = default, b1 = default, b2 = default, b3 = default;
            Vector512<float> c0 = default, c1 = default, c2 = default, c3 = default, d0 = default, d1 = default, d2 = default, d3 = default;
            float* key = keys + tile;
            for (int d = 0; d < dim; d++, key += stride)
            {
                Vector512<float> k0 = Vector512.Load(key), k1 = Vector512.Load(key + 16);
                Vector512<float> k2 = Vector512.Load(key + 32), k3 = Vector512.Load(key + 48);
                var q = Vector512.Create(q0[d]);
                a0 = Vector512.FusedMultiplyAdd(q, k0, a0);
                a1 = Vector512.FusedMultiplyAdd(q, k1, a1);
                a2 = Vector512.FusedMultiplyAdd(q, k2, a2);
                a3 = Vector512.FusedMultiplyAdd(q, k3, a3);
                q = Vector512.Create(q1[d]);
                b0 = Vector512.FusedMultiplyAdd(q, k0, b0);
                b1 = Vector512.FusedMultiplyAdd(q, k1, b1);
                b2 = Vector512.FusedMultiplyAdd(q, k2, b2);
                b3 = Vector512.FusedMultiplyAdd(q, k3, b3);
                q = Vector512.Create(q2[d]);
                c0 = Vector512.FusedMultiplyAdd(q, k0, c0);
                c1 = Vector512.FusedMultiplyAdd(q, k1, c1);
                c2 = Vector512.FusedMultiplyAdd(q, k2, c2);
                c3 = Vector512.FusedMultiplyAdd(q, k3, c3);
                q = Vector512.Create(q3[d]);
                d0 = Vector512.FusedMultiplyAdd(q, k0, d0);
                d1 = Vector512.FusedMultiplyAdd(q, k1, d1);
                d2 = Vector512.FusedMultiplyAdd(q, k2, d2);
                d3 = Vector512.FusedMultiplyAdd(q, k3, d3);
            }

            StoreTile(scores + tile, a0, a1, a2, a3);
            StoreTile(scores + stride + tile, b0, b1, b2, b3);
            StoreTile(scores + (2 * (nint)stride) + tile, c0, c1, c2, c3);
            StoreTile(scores + (3 * (nint)stride) + tile, d0, d1, d2, d3);
        }
    }

    /// <summary>Softmax of the first <paramref name="count"/> scores in place; those up to <paramref name="end"/> become 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Softmax(float* scores, int count, int end)
    {
        // Lanes past the last key would enter the maximum and the sum: they are set to −∞, whose exp is about 1e-38, nothing beside the largest's 1.
        int padded = (count + 15) / 16 * 16;
        for (int i = count; i < padded; i++)
            scores[i] = float.NegativeInfinity;
        var best = Vector512.Load(scores);
        for (int i = 16; i < padded; i += 16)
            best = Vector512.MaxNative(best, Vector512.Load(scores + i));
        var shift = Vector512.Create(Largest(best));
        var sums = Vector512<float>.Zero;
        for (int i = 0; i < padded; i += 16)
        {
            var e = VectorMath.Exp(Vector512.Load(scores + i) - shift);
            e.Store(scores + i);
            sums += e;
        }

        float scale = 1 / Vector512.Sum(sums);
        for (int i = 0; i < padded; i += 16)
            (Vector512.Load(scores + i) * scale).Store(scores + i);
        for (int i = count; i < Math.Max(end, padded); i++)
            scores[i] = 0;
    }

    /// <summary>output[r, d] = Σ_key weights[r, key] · values[key, d] for four rows and keys 0…<paramref name="count"/>−1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Mix(float* weights, float* values, float* output, int count, KvCache cache)
    {
        int width = cache.ValueWidth;
        nint stride = cache.Stride;
        int column = 0;
        for (; column <= width - 64; column += 64)
            MixColumns64(weights, values + column, output + column, count, width, stride);
        for (; column < width; column += 16)
            MixColumns16(weights, values + column, output + column, count, width, stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MixColumns64(float* weights, float* values, float* output, int count, int width, nint stride)
    {
        float* w0 = weights, w1 = w0 + stride, w2 = w1 + stride, w3 = w2 + stride;
        Vector512<float> a0 = default, a1 = default, a2 = default, a3 = default, b0 = default, b1 = default, b2 = default, b3 = default;
        Vector512<float> c0 = default, c1 = default, c2 = default, c3 = default, d0 = default, d1 = default, d2 = default, d3 = default;
        for (int key = 0; key < count; key++, values += width)
        {
            Vector512<float> v0 = Vector512.Load(values), v1 = Vector512.Load(values + 16);
            Vector512<float> v2 = Vector512.Load(values + 32), v3 = Vector512.Load(values + 48);
            var w = Vector512.Create(w0[key]);
            a0 = Vector512.FusedMultiplyAdd(w, v0, a0);
            a1 = Vector512.FusedMultiplyAdd(w, v1, a1);
            a2 = Vector512.FusedMultiplyAdd(w, v2, a2);
            a3 = Vector512.FusedMultiplyAdd(w, v3, a3);
            w = Vector512.Create(w1[key]);
            b0 = Vector512.FusedMultiplyAdd(w, v0, b0);
            b1 = Vector512.FusedMultiplyAdd(w, v1, b1);
            b2 = Vector512.FusedMultiplyAdd(w, v2, b2);
            b3 = Vector512.FusedMultiplyAdd(w, v3, b3);
            w = Vector512.Create(w2[key]);
            c0 = Vector512.FusedMultiplyAdd(w, v0, c0);
            c1 = Vector512.FusedMultiplyAdd(w, v1, c1);
            c2 = Vector512.FusedMultiplyAdd(w, v2, c2);
            c3 = Vector512.FusedMultiplyAdd(w, v3, c3);
            w = Vector512.Create(w3[key]);
            d0 = Vector512.FusedMultiplyAdd(w, v0, d0);
            d1 = Vector512.FusedMultiplyAdd(w, v1, d1);
            d2 = Vector512.FusedMultiplyAdd(w, v2, d2);
            d3 = Vector512.FusedMultiplyAdd(w, v3, d3);
        }

        StoreTile(output, a0, a1, a2, a3);
        StoreTile(output + width, b0, b1, b2, b3);
        StoreTile(output + (2 * width), c0, c1, c2, c3);
        StoreTile(output + (3 * width), d0, d1, d2, d3);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MixColumns16(float* weights, float* values, float* output, int count, int width, nint stride)
    {
        Vector512<float> a = default, b = default, c = default, d = default;
        for (nint key = 0; key < count; key++, values += width)
        {
            var v = Vector512.Load(values);
            a = Vector512.FusedMultiplyAdd(Vector512.Create(weights[key]), v, a);
            b = Vector512.FusedMultiplyAdd(Vector512.Create(weights[key + stride]), v, b);
            c = Vector512.FusedMultiplyAdd(Vector512.Create(weights[key + (2 * stride)]), v, c);
            d = Vector512.FusedMultiplyAdd(Vector512.Create(weights[key + (3 * stride)]), v, d);
        }

        a.Store(output);
        b.Store(output + width);
        c.Store(output + (2 * width));
        d.Store(output + (3 * width));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreTile(float* target, Vector512<float> v0, Vector512<float> v1, Vector512<float> v2, Vector512<float> v3)
    {
        v0.Store(target);
        v1.Store(target + 16);
        v2.Store(target + 32);
        v3.Store(target + 48);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Largest(Vector512<float> v)
    {
        var half = Vector256.MaxNative(v.GetLower(), v.GetUpper());
        var quarter = Vector128.MaxNative(half.GetLower(), half.GetUpper());
        float a = MathF.Max(quarter[0], quarter[1]), b = MathF.Max(quarter[2], quarter[3]);
        return MathF.Max(a, b);
    }
}
