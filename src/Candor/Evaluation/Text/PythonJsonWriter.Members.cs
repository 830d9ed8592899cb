namespace Candor.Evaluation.Text;

/// <content>Members of objects: a name and a value at once.</content>
public sealed partial class PythonJsonWriter
{
    /// <summary>A name and its text.</summary>
    public void Member(string name, string? value)
    {
        Name(name);
        Value(value);
    }

    /// <summary>A name and its whole number.</summary>
    public void Member(string name, long value)
    {
        Name(name);
        Value(value);
    }

    /// <summary>A name and its whole number, or null.</summary>
    public void Member(string name, long? value)
    {
        Name(name);
        if (value is { } number)
            Value(number);
        else
            Null();
    }

    /// <summary>A name and its float.</summary>
    public void Member(string name, double value)
    {
        Name(name);
        Value(value);
    }

    /// <summary>A name and its truth value.</summary>
    public void Member(string name, bool value)
    {
        Name(name);
        Value(value);
    }
}
