namespace Candor.Checkpoints.Pickles;

/// <summary>The format of torch.save since PyTorch 1.6: a zip archive with a pickle, and a member for each storage.</summary>
internal static class TorchArchive
{
    /// <summary>Reads the pickle and finds the storages.</summary>
    /// <exception cref="InputException">The archive is damaged, is something else, or holds more than tensors and plain values.</exception>
    public static TorchContent Read(MappedFile file)
    {
        var members = ZipDirectory.Read(file);
        var root = Root(file, members.Keys);
        if (members.ContainsKey($"{root}/constants.pkl") || members.Keys.Any(name => name.StartsWith($"{root}/code/", StringComparison.Ordinal)))
            throw new InputException($"{file.Path}: expected saved tensors, found a TorchScript program, which would have to be executed");

        var place = $"{file.Path}: data.pkl";
        var pickle = Member(file, members, $"{root}/data.pkl");
        if (pickle.Length > TorchContent.MaxPickleLength)
            throw new InputException($"{place}: expected at most {TorchContent.MaxPickleLength} bytes, found {pickle.Length}");
        var storages = new TorchStorages();
        var value = new PickleMachine(file.Span(pickle.Offset, (int)pickle.Length), place, storages).Run();
        foreach (var storage in storages.ByKey.Values)
            Place(file, storage, Member(file, members, $"{root}/data/{storage.Key}"));
        return new TorchContent(value, IsBigEndian(file, members, $"{root}/byteorder"));
    }

    private static string Root(MappedFile file, IEnumerable<string> names)
    {
        var roots = names.Select(name => name.Split('/')[0]).Distinct(StringComparer.Ordinal).Take(2).ToList();
        return roots switch
        {
            [not ("" or "." or "..") and var root] => root,
            [] => throw new InputException($"{file.Path}: expected a zip archive of torch.save, found one without members"),
            _ => throw new InputException(
                $"{file.Path}: expected all members in one folder of the archive, "
                + $"found {string.Join(" and ", roots.Select(ErrorText.Quote))}"),
        };
    }

    private static ZipMember Member(MappedFile file, IReadOnlyDictionary<string, ZipMember> members, string name) =>
        members.TryGetValue(name, out var member)
            ? member
            : throw new InputException($"{file.Path}: expected a member {ErrorText.Quote(name)} in the archive, found none");

    private static void Place(MappedFile file, TorchStorage storage, ZipMember member)
    {
        if (member.Length != storage.ByteLength)
            throw new InputException(
                $"{file.Path}: {ErrorText.Quote(member.Name)}: expected {storage.ByteLength} bytes, as its record says, "
                + $"found {member.Length}");
        storage.Address = file.Address(member.Offset);
    }

    // Written since PyTorch 2.1; before, only little-endian machines were supported.
    private static bool IsBigEndian(MappedFile file, IReadOnlyDictionary<string, ZipMember> members, string name)
    {
        if (!members.TryGetValue(name, out var member))
            return false;
        var order = file.Span(member.Offset, (int)Math.Min(member.Length, 7));
        if (!order.SequenceEqual("big"u8) && !order.SequenceEqual("little"u8))
            throw new InputException($"{file.Path}: byteorder: expected little or big, found another text");
        return order.SequenceEqual("big"u8);
    }
}
