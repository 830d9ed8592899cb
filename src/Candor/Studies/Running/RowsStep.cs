using Candor.Conversations;
using Candor.Conversations.Import;
using Candor.Conversations.Reading;
using Candor.Studies.Graph;
using SkiaSharp;

namespace Candor.Studies.Running;

/// <summary>Makes sets of rows out of others.</summary>
public static class RowsStep
{
    private const string BlankImage = "blank.png";
    private const int BlankSize = 224;

    /// <summary>CLIP's mean colour: after its preprocessing the picture is as near to zero as 8 bits allow.</summary>
    private static readonly SKColor s_blank = new(123, 117, 104);

    /// <summary>Writes the outputs of a step.</summary>
    /// <exception cref="InputException">Rows cannot be read or encoded.</exception>
    public static void Run(StudyStep step, StepContext context)
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(context);
        var work = (RowsWork)step.Work;
        if (work.Set.ImportedFrom is not null)
        {
            Import(work, context);
            return;
        }

        var rows = LlavaRowFile.Read(work.Source).Select(row =>
        {
            context.Cancellation.ThrowIfCancellationRequested();
            return row;
        });
        if (work.Set.TextTwinOf is not null)
        {
            LlavaRowWriter.Write(work.Target, rows.Select(row => TextTwin.Of(row, work.Set.Form)), requiresRows: true);
        }
        else if (work.BlankImages is { } images)
        {
            WriteBlankImage(images);
            LlavaRowWriter.Write(work.Target, rows.Select(row => row.Image is null ? row : row with { Image = BlankImage }), requiresRows: true);
        }
        else
        {
            MatchedRows.Write(work, context.Cancellation);
        }
    }

    private static void Import(RowsWork work, StepContext context)
    {
        var report = RowImporter.Import(work.Source, work.Target, cancellation: context.Cancellation);
        context.Note($"{report.Format}: {report.Kept} of {report.Rows} rows");
    }

    private static void WriteBlankImage(string folder)
    {
        Directory.CreateDirectory(folder);
        using var bitmap = new SKBitmap(BlankSize, BlankSize, SKColorType.Rgba8888, SKAlphaType.Opaque);
        bitmap.Erase(s_blank);
        using var png = bitmap.Encode(SKEncodedImageFormat.Png, quality: 100);
        AtomicFile.Write(Path.Combine(folder, BlankImage), png.SaveTo);
    }
}
