namespace Candor;

/// <summary>
/// Something the user gave is wrong: a file, a key, a row, an option. The message is the one line shown: it names the place, what was
/// expected and what was found. The command line turns it into exit code 2; any other exception is a failure of the work (1).
/// </summary>
public sealed class InputException : Exception
{
    /// <summary>Creates the error with its one line.</summary>
    public InputException(string message) : base(message)
    {
    }

    /// <summary>Creates the error with its one line and the exception that revealed it.</summary>
    public InputException(string message, Exception innerException) : base(message, innerException)
    {
    }

    /// <summary>Creates the error without a message.</summary>
    public InputException() : base("bad input")
    {
    }
}
