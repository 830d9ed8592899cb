namespace Candor.Tokenization.TokenizerJson;

/// <summary>Reads the <c>post_processor</c>: which ids a <c>TemplateProcessing</c> puts around a text; <c>ByteLevel</c> only moves offsets.</summary>
internal static class PostProcessorReader
{
    /// <summary>Ids before and after a text.</summary>
    public readonly record struct Frame(IReadOnlyList<int> Prefix, IReadOnlyList<int> Suffix);

    /// <summary>Reads it.</summary>
    /// <exception cref="InputException">It is of another kind, or broken.</exception>
    public static Frame Read(JsonPlace? postProcessor)
    {
        var frame = new Frame([], []);
        foreach (var part in postProcessor?.Parts("processors") ?? [])
        {
            if (part.Type == "ByteLevel")
                continue;
            if (part.Type != "TemplateProcessing" || frame.Prefix.Count + frame.Suffix.Count > 0)
                throw part.Unsupported("ByteLevel and one TemplateProcessing", part.Type);
            frame = ReadTemplate(part);
        }

        return frame;
    }

    private static Frame ReadTemplate(JsonPlace template)
    {
        var (prefix, suffix) = (new List<int>(), new List<int>());
        var isBehind = false;
        var single = template.Required("single");
        foreach (var item in single.Items())
        {
            if (item.Find("SpecialToken") is { } special)
                (isBehind ? suffix : prefix).AddRange(Ids(template, special.Required("id").Text()));
            else if (item.Find("Sequence") is not null && !isBehind)
                isBehind = true;
            else
                throw template.File.Wrong(item.Key, "special tokens around one Sequence", item.Value);
        }

        return isBehind ? new Frame(prefix, suffix) : throw template.File.Wrong(single.Key, "a Sequence", single.Value);
    }

    private static IEnumerable<int> Ids(JsonPlace template, string token) =>
        template.Required("special_tokens").Required(token).Required("ids").Items().Select(id => id.Id());
}
