using System.Text.Json;
using Candor.Evaluation.Text;

namespace Candor.Training.Logs;

/// <summary>Writes and reads <c>trainer_state.json</c> with keys in order, as the Trainer does, and with every digit of every number.</summary>
public static class TrainerStateJson
{
    private const long MaxBytes = 1L << 30;

    /// <summary>Writes the file of a folder; it appears whole or not at all.</summary>
    public static void Write(string folder, TrainerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        AtomicFile.Write(Path.Combine(folder, TrainerState.FileName), output =>
        {
            using (var json = new PythonJsonWriter(output, indented: true))
                Write(json, state);
            output.WriteByte((byte)'\n');
        });
    }

    /// <summary>Reads the file of a folder.</summary>
    /// <exception cref="InputException">It is absent, too large or not such a file.</exception>
    public static TrainerState Read(string folder)
    {
        var path = Path.Combine(folder, TrainerState.FileName);
        try
        {
            if (new FileInfo(path).Length > MaxBytes)
                throw new InputException($"{path}: expected at most {MaxBytes} bytes, found more");
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return Read(document.RootElement);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new InputException($"{path}: expected a trainer state: {error.Message.ReplaceLineEndings(" ")}", error);
        }
        catch (IOException error)
        {
            throw new InputException($"{path}: expected a readable file: {error.Message}", error);
        }
    }

    private static void Write(PythonJsonWriter json, TrainerState state)
    {
        json.StartObject();
        json.Member("best_metric", (string?)null);
        json.Member("best_model_checkpoint", (string?)null);
        json.Member("epoch", state.Epoch);
        json.Member("global_step", state.GlobalStep);
        json.Member("is_hyper_param_search", false);
        json.Member("is_local_process_zero", true);
        json.Member("is_world_process_zero", true);
        json.Name("log_history");
        json.StartArray();
        foreach (var entry in state.LogHistory)
            Write(json, entry);
        if (state.Summary is { } summary)
            Write(json, summary, state);
        json.EndArray();
        json.Member("max_steps", state.MaxSteps);
        json.Member("num_train_epochs", state.NumTrainEpochs);
        json.Member("total_flos", state.TotalFlos);
        json.Member("trial_name", (string?)null);
        json.Member("trial_params", (string?)null);
        json.EndObject();
    }

    private static void Write(PythonJsonWriter json, LogEntry entry)
    {
        json.StartObject();
        json.Member("epoch", entry.Epoch);
        json.Member("grad_norm", entry.GradNorm);
        json.Member("learning_rate", entry.LearningRate);
        json.Member("loss", entry.Loss);
        json.Member("step", entry.Step);
        json.EndObject();
    }

    private static void Write(PythonJsonWriter json, RunSummary summary, TrainerState state)
    {
        var seconds = Math.Max(summary.Runtime.TotalSeconds, 1e-3);
        json.StartObject();
        json.Member("epoch", EpochNumber.Round(state.Epoch));
        json.Member("step", state.GlobalStep);
        json.Member("total_flos", state.TotalFlos);
        json.Member("train_loss", summary.TrainLoss);
        json.Member("train_runtime", Math.Round(seconds, 4));
        json.Member("train_samples_per_second", Math.Round(summary.Samples / seconds, 3));
        json.Member("train_steps_per_second", Math.Round(state.GlobalStep / seconds, 3));
        json.EndObject();
    }

    private static TrainerState Read(JsonElement root) => new()
    {
        GlobalStep = root.GetProperty("global_step").GetInt32(),
        MaxSteps = root.GetProperty("max_steps").GetInt32(),
        NumTrainEpochs = root.GetProperty("num_train_epochs").GetInt32(),
        Epoch = root.GetProperty("epoch").GetDouble(),
        TotalFlos = root.GetProperty("total_flos").GetDouble(),
        LogHistory =
        [
            .. root.GetProperty("log_history").EnumerateArray().Where(entry => entry.TryGetProperty("loss", out _)).Select(ReadEntry),
        ],
    };

    private static LogEntry ReadEntry(JsonElement entry) => new()
    {
        Step = entry.GetProperty("step").GetInt32(),
        Epoch = entry.GetProperty("epoch").GetDouble(),
        Loss = entry.GetProperty("loss").GetDouble(),
        LearningRate = entry.GetProperty("learning_rate").GetDouble(),
        GradNorm = entry.TryGetProperty("grad_norm", out var norm) ? norm.GetDouble() : double.NaN,
    };
}
