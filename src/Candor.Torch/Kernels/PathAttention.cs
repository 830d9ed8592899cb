using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Candor.Torch.Modules;
using static TorchSharp.torch;

namespace Candor.Torch.Kernels;

/// <summary>
/// Causal attention of a packed stream of runs over a path cache, with rotary embedding applied on the way in. Runs are taken in order:
/// each is appended to the cached path at its position, then its queries look at the path. What a query gets depends on its path alone,
/// operation by operation, so a token's result is the same bits in whatever company it is computed.
/// </summary>
/// <remarks>
/// One thread takes whole key-value heads. Four queries and 64 keys at a time for the scores, four queries and 64 dimensions at a time
/// for the mix of values: both keep 16 vectors in registers. Everything between reading and writing is float32.
/// </remarks>
internal static unsafe class PathAttention
{
    private const int Queries = 4;

    /// <summary>Attends; rows that belong to no run come out 0.</summary>
    /// <param name="q">Queries before rotation, [T, Hq·D].</param>
    /// <param name="k">Keys before rotation, [T, Hkv·D].</param>
    /// <param name="v">Values, [T, Hkv·D].</param>
    /// <param name="heads">Hq, Hkv and D.</param>
    /// <param name="step">Runs, rotary table and cache.</param>
    /// <param name="layer">The layer whose cache is used.</param>
    /// <returns>[T, Hq·D], in the type of <paramref name="q"/>.</returns>
    public static Tensor Apply(Tensor q, Tensor k, Tensor v, HeadShape heads, PathStep step, int layer)
    {
        var result = zeros_like(q);
        var call = new Call(
            (nint)TensorMemory.Pointer(q), (nint)TensorMemory.Pointer(k), (nint)TensorMemory.Pointer(v), (nint)TensorMemory.Pointer(result),
            heads, step, layer);
        if (q.dtype == ScalarType.Float32)
            NativePool.Run(heads.KeyValueHeads, (first, end) => Heads<Float32Lane>(call, first, end));
        else
            NativePool.Run(heads.KeyValueHeads, (first, end) => Heads<BFloat16Lane>(call, first, end));
        return result;
    }

    private static void Heads<TLane>(Call call, int first, int end)
        where TLane : struct, ILane
    {
        var cache = call.Step.Cache;
        int queryFloats = Queries * call.Heads.HeadDim, scoreFloats = Queries * cache.Stride;
        nuint bytes = (nuint)(queryFloats + scoreFloats + (Queries * cache.ValueWidth)) * sizeof(float);
        float* scratch = (float*)NativeMemory.AlignedAlloc(bytes, 64);
        NativeMemory.Clear(scratch, bytes);
        var head = new Head(scratch, scratch + queryFloats, scratch + queryFloats + scoreFloats);
        for (int kv = first; kv < end; kv++)
        {
            head.Keys = cache.Keys(call.Layer, kv);
            head.Values = cache.Values(call.Layer, kv);
            foreach (var run in call.Step.Runs)
            {
                Append<TLane>(call, head, run, kv);
                for (int group = 0; group < call.Heads.Group; group++)
                    Attend<TLane>(call, head, run, (kv * call.Heads.Group) + group);
            }
        }

        NativeMemory.AlignedFree(scratch);
    }

    /// <summary>Writes a run's rotated keys and its values into the path.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Append<TLane>(Call call, Head head, TokenRun run, int kv)
        where TLane : struct, ILane
    {
        int dim = call.Heads.HeadDim, stride = call.Step.Cache.Stride, valueWidth = call.Step.Cache.ValueWidth;
        float* rotated = head.Query, key = head.Keys + run.Position, value = head.Values + ((nint)run.Position * valueWidth);
        for (int i = 0; i < run.Count; i++, key++, value += valueWidth)
        {
            nint source = (((nint)(run.Start + i) * call.Heads.KeyValueHeads) + kv) * dim;
            Rotate<TLane>((void*)call.K, source, call.Step.Rotary, run.Position + i, dim / 2, 1, rotated);
            for (int d = 0; d < dim; d++)
                key[(nint)d * stride] = rotated[d];
            Widen<TLane>((void*)call.V, source, value, dim);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Attend<TLane>(Call call, Head head, TokenRun run, int queryHead)
        where TLane : struct, ILane
    {
        var cache = call.Step.Cache;
        int dim = call.Heads.HeadDim;
        float scale = (float)(1 / Math.Sqrt(dim));
        nint rowStride = (nint)call.Heads.QueryHeads * dim, source = (run.Start * rowStride) + ((nint)queryHead * dim);
        for (int first = 0; first < run.Count; first += Queries, source += Queries * rowStride)
        {
            // A block with fewer queries leaves stale ones in the other rows; what they give is not read.
            int rows = Math.Min(Queries, run.Count - first), keys = run.Position + first + rows;
            for (int r = 0; r < rows; r++)
            {
                int position = run.Position + first + r;
                Rotate<TLane>((void*)call.Q, source + (r * rowStride), call.Step.Rotary, position, dim / 2, scale, head.Query + (r * dim));
            }

            PathAttentionTiles.Scores(head.Query, head.Keys, head.Scores, dim, keys, cache.Stride);
            for (int r = 0; r < rows; r++)
                PathAttentionTiles.Softmax(head.Scores + ((nint)r * cache.Stride), keys - rows + r + 1, keys);
            PathAttentionTiles.Mix(head.Scores, head.Values, head.Output, keys, cache);
            for (int r = 0; r < rows; r++)
                Narrow<TLane>(head.Output + (r * cache.ValueWidth), (void*)call.Result, source + (r * rowStride), dim);
        }
    }

    /// <summary>Turns one head's vector by its position's angles: dimension d goes with dimension d + D/2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Rotate<TLane>(void* source, nint index, RotaryTable table, int position, int half, float scale, float* target)
        where TLane : struct, ILane
    {
        float* cos = table.Cos(position), sin = table.Sin(position);
        int d = 0;
        for (; d <= half - 16; d += 16)
        {
            Vector512<float> a = TLane.Load(source, index + d) * scale, b = TLane.Load(source, index + half + d) * scale;
            Vector512<float> c = Vector512.Load(cos + d), s = Vector512.Load(sin + d);
            ((a * c) - (b * s)).Store(target + d);
            ((b * c) + (a * s)).Store(target + half + d);
        }

        for (; d < half; d++)
        {
            float a = TLane.LoadOne(source, index + d) * scale, b = TLane.LoadOne(source, index + half + d) * scale;
            target[d] = (a * cos[d]) - (b * sin[d]);
            target[half + d] = (b * cos[d]) + (a * sin[d]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Widen<TLane>(void* source, nint index, float* target, int count)
        where TLane : struct, ILane
    {
        int d = 0;
        for (; d <= count - 16; d += 16)
            TLane.Load(source, index + d).Store(target + d);
        for (; d < count; d++)
            target[d] = TLane.LoadOne(source, index + d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Narrow<TLane>(float* source, void* target, nint index, int count)
        where TLane : struct, ILane
    {
        int d = 0;
        for (; d <= count - 16; d += 16)
            TLane.Store(target, index + d, Vector512.Load(source + d));
        for (; d < count; d++)
            TLane.StoreOne(target, index + d, source[d]);
    }

    private sealed record Call(nint Q, nint K, nint V, nint Result, HeadShape Heads, PathStep Step, int Layer);

    /// <summary>Where one thread works: scratch for four queries, their scores and outputs, and the head's place in the cache.</summary>
    private sealed class Head(float* query, float* scores, float* output)
    {
        public float* Query { get; } = query;

        public float* Scores { get; } = scores;

        public float* Output { get; } = output;

        public float* Keys { get; set; }

        public float* Values { get; set; }
    }
}
