namespace Candor.Tokenization.TokenizerJson;

/// <summary>Reads the <c>added_tokens</c> of a tokenizer.json.</summary>
internal static class AddedTokensReader
{
    /// <summary>More than any released tokenizer adds.</summary>
    private const int MaxTokens = 1 << 16;

    /// <summary>Reads them, in the order of their ids.</summary>
    /// <exception cref="InputException">One is broken, doubled, or in conflict with the vocabulary.</exception>
    public static List<AddedToken> Read(JsonPlace? list, BpeModel bpe)
    {
        var items = list?.Items() ?? [];
        if (items.Length > MaxTokens)
            throw new InputException($"{list!.Value.Place}: expected at most {MaxTokens} tokens, found {items.Length}");
        var (contents, ids) = (new HashSet<string>(), new HashSet<int>());
        var tokens = new List<AddedToken>(items.Length);
        foreach (var item in items)
        {
            var token = Read(item, bpe);
            if (!contents.Add(token.Content) || !ids.Add(token.Id))
                throw item.Unsupported("each token and id once", $"{token.Id}: {token.Content}");
            tokens.Add(token);
        }

        return [.. tokens.OrderBy(token => token.Id)];
    }

    private static AddedToken Read(JsonPlace item, BpeModel bpe)
    {
        var (content, id) = (item.Required("content").Text(), item.Required("id").Id());
        if (content.Length is 0 or > AddedToken.MaxLength)
            throw new InputException($"{item.Place}.content: expected 1 to {AddedToken.MaxLength} characters, found {content.Length}");
        if (item.Flag("single_word"))
            throw new InputException($"{item.Place}.single_word: expected false (true is not supported), found true");
        if (id >= bpe.Tokens.Count + MaxTokens)
            throw new InputException($"{item.Place}.id: expected an id below {bpe.Tokens.Count + MaxTokens}, found {id}");
        var known = bpe.Ids.TryGetValue(content, out var own) ? own : id;
        if (known != id || (id < bpe.Tokens.Count && bpe.Tokens[id] != content))
            throw item.Unsupported("the id that the vocabulary gives", $"{id}: {content}");
        return new AddedToken
        {
            Content = content,
            Id = id,
            IsSpecial = item.Flag("special"),
            StripsLeft = item.Flag("lstrip"),
            StripsRight = item.Flag("rstrip"),
            IsNormalized = item.Flag("normalized"),
            IsOutsideModel = id >= bpe.Tokens.Count,
        };
    }
}
