using Candor.Conversations.Reading;

namespace Candor.Conversations.Import;

/// <summary>One way in which the field writes down conversations.</summary>
internal interface IRowFormat
{
    /// <summary>What it is called on the command line and in messages.</summary>
    string Name { get; }

    /// <summary>Whether a row, going by its keys, is written so.</summary>
    bool Recognises(RowFields row);

    /// <summary>Puts the row's turns and pictures into a draft.</summary>
    /// <exception cref="InputException">A member is missing or of another kind.</exception>
    void Read(RowFields row, RowDraft draft);
}
