namespace Candor.Tokenization;

/// <content>Adding tokens.</content>
internal sealed partial class LlamaTokenizer
{
    /// <inheritdoc />
    public int? PadId => _settings.PadId;

    /// <inheritdoc />
    public int? UnknownId => IdOf(_settings.UnknownToken);

    /// <inheritdoc />
    public int? IdOf(string token)
    {
        foreach (var added in _settings.Tokens)
        {
            if (added.Content == token)
                return added.Id;
        }

        return _pieces.IdOf(token);
    }

    /// <inheritdoc />
    public IExtendableTokenizer WithTokens(IReadOnlyList<string> contents)
    {
        ArgumentNullException.ThrowIfNull(contents);
        var tokens = _settings.Tokens.ToList();
        foreach (var content in contents.Distinct().Where(content => IdOf(content) is null))
        {
            tokens.Add(new AddedToken
            {
                Content = content,
                Id = VocabularySize + tokens.Count - _settings.Tokens.Count,
                IsSpecial = false,
                StripsLeft = true,
                StripsRight = true,
                IsOutsideModel = true,
            });
        }

        return tokens.Count == _settings.Tokens.Count ? this : new LlamaTokenizer(_model, _settings with { Tokens = tokens });
    }
}
