using System.Text;
using Candor.Conversations.Templates;
using Candor.Tokenization.SentencePiece;

namespace Candor.Quickstart.Vocabulary;

/// <summary>The files of a LLaMA tokenizer that knows a world's words.</summary>
internal static class TokenizerFolder
{
    /// <summary>Entries of the vocabulary at most.</summary>
    private const int VocabularySize = 1024;

    /// <summary>Special tokens as objects: as plain strings, old tokenizers strip the white space around them.</summary>
    private const string SpecialTokens = """
        {
          "bos_token": { "content": "<s>", "lstrip": false, "normalized": true, "rstrip": false, "single_word": false },
          "eos_token": { "content": "</s>", "lstrip": false, "normalized": true, "rstrip": false, "single_word": false },
          "unk_token": { "content": "<unk>", "lstrip": false, "normalized": true, "rstrip": false, "single_word": false }
        }

        """;

    private const string Settings = """
        {
          "add_bos_token": true,
          "add_eos_token": false,
          "legacy": true,
          "model_max_length": 512,
          "tokenizer_class": "LlamaTokenizer"
        }

        """;

    /// <summary>Names and contents.</summary>
    public static IEnumerable<(string Name, byte[] Bytes)> Create(QuickstartWorld world)
    {
        var pieces = PieceTrainer.Train(Texts(world), VocabularySize - VocabularyModel.ReservedCount);
        yield return ("tokenizer.model", SentencePieceModelWriter.Write(VocabularyModel.Create(pieces)));
        yield return ("special_tokens_map.json", Encoding.UTF8.GetBytes(SpecialTokens));
        yield return ("tokenizer_config.json", Encoding.UTF8.GetBytes(Settings));
    }

    /// <summary>What models of this world read: corpus, rows, and the words that a template puts around them, as often as they stand there.</summary>
    private static IEnumerable<string> Texts(QuickstartWorld world)
    {
        var template = ConversationTemplates.VicunaV1;
        var spoken = world.Captions.Concat(world.Instructions)
            .SelectMany(row => row.Turns)
            .Select(turn => turn.Value.Replace(Conversations.ImageTokens.Image, "", StringComparison.Ordinal));
        return world.Corpus.Concat(spoken)
            .Concat(world.Instructions.Select(_ => $"{template.System} {template.User}: {template.Assistant}:"));
    }
}
