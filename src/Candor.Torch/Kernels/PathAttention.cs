using System.Runtime.InteropServices;
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
        float* scratch = (float*)NativeMemory.AlignedAlloc((nuint)((queryFloats + scoreFloats + (Queries * cache.ValueWidth)) * sizeof(float)), 64);
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
    private static void Append<TLane>(Call call, Head head, TokenRun run, int kv)
        where TLane : struct, ILane
    {
        int dim = call.Heads.HeadDim, half = dim / 2, stride = call.Step.Cache.Stride, valueWidth = call.Step.Cache.ValueWidth;
        for (int i = 0; i < run.Count; i++)
        {
            nint source = (((nint)(run.Start + i) * call.Heads.KeyValueHeads) + kv) * dim;
            int position = run.Position + i;
            float* cos = call.Step.Rotary.Cos(position), sin = call.Step.Rotary.Sin(position), key = head.Keys + position;
            for (int d = 0; d < half; d++)
            {
                float a = TLane.LoadOne((void*)call.K, source + d), b = TLane.LoadOne((void*)call.K, source + d + half);
                key[(nint)d * stride] = (a * cos[d]) - (b * sin[d]);
                key[(nint)(d + half) * stride] = (b * cos[d]) + (a * sin[d]);
            }

            float* value = head.Values + ((nint)position * valueWidth);
            for (int d = 0; d < dim; d++)
                value[d] = TLane.LoadOne((void*)call.V, source + d);
        }
    }

    private static void Attend<TLane>(Call call, Head head, TokenRun run, int queryHead)
        where TLane : struct, ILane
    {
        int dim = call.Heads.HeadDim;
        for (int first = 0; first < run.Count; first += Queries)
        {
            int rows = Math.Min(Queries, run.Count - first);
            for (int r = 0; r < Queries; r++)
                LoadQuery<TLane>(call, head.Query + (r * dim), run, first + Math.Min(r, rows - 1), queryHead);
            int keys = run.Position + first + rows;
            PathAttentionTiles.Scores(head.Query, head.Keys, head.Scores, dim, keys, call.Step.Cache.Stride);
            for (int r = 0; r < rows; r++)
                PathAttentionTiles.Softmax(head.Scores + ((nint)r * call.Step.Cache.Stride), keys - rows + r + 1, keys);
            PathAttentionTiles.Mix(head.Scores, head.Values, head.Output, keys, call.Step.Cache);
            for (int r = 0; r < rows; r++)
            {
                nint target = (((nint)(run.Start + first + r) * call.Heads.QueryHeads) + queryHead) * dim;
                for (int d = 0; d < dim; d++)
                    TLane.StoreOne((void*)call.Result, target + d, head.Output[(r * call.Step.Cache.ValueWidth) + d]);
            }
        }
    }

    /// <summary>One rotated query, scaled by 1/√D.</summary>
    private static void LoadQuery<TLane>(Call call, float* query, TokenRun run, int i, int queryHead)
        where TLane : struct, ILane
    {
        int dim = call.Heads.HeadDim, half = dim / 2;
        float scale = (float)(1 / Math.Sqrt(dim));
        nint source = (((nint)(run.Start + i) * call.Heads.QueryHeads) + queryHead) * dim;
        float* cos = call.Step.Rotary.Cos(run.Position + i), sin = call.Step.Rotary.Sin(run.Position + i);
        for (int d = 0; d < half; d++)
        {
            float a = TLane.LoadOne((void*)call.Q, source + d) * scale, b = TLane.LoadOne((void*)call.Q, source + d + half) * scale;
            query[d] = (a * cos[d]) - (b * sin[d]);
            query[d + half] = (b * cos[d]) + (a * sin[d]);
        }
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
