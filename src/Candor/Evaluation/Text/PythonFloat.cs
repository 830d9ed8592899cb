using System.Globalization;

namespace Candor.Evaluation.Text;

/// <summary>Numbers as Python prints them.</summary>
public static class PythonFloat
{
    /// <summary>
    /// <c>repr(float)</c>: the shortest digits that read back to the same number, with <c>.0</c> on whole numbers, and an exponent below
    /// 1e-4 and from 1e16 on; <c>nan</c>, <c>inf</c> and <c>-inf</c>.
    /// </summary>
    public static string Repr(double value)
    {
        if (double.IsNaN(value))
            return "nan";
        if (double.IsInfinity(value))
            return value > 0 ? "inf" : "-inf";

        var (sign, digits, exponent) = Split(value.ToString("E16", CultureInfo.InvariantCulture), value);
        return sign + (exponent is < -4 or >= 16 ? Scientific(digits, exponent) : Positional(digits, exponent));
    }

    /// <summary>As <c>json.dumps</c> writes it: bare <c>NaN</c>, <c>Infinity</c> and <c>-Infinity</c> beside <see cref="Repr"/>.</summary>
    public static string Json(double value)
    {
        if (double.IsNaN(value))
            return "NaN";
        if (double.IsInfinity(value))
            return value > 0 ? "Infinity" : "-Infinity";
        return Repr(value);
    }

    /// <summary>Sign, digits without point or trailing zeros, and the exponent of the first digit.</summary>
    private static (string Sign, string Digits, int Exponent) Split(string scientific, double value)
    {
        // "R" gives the shortest digits but chooses its own layout; "E16" gives the exponent of the first digit.
        var shortest = value.ToString("R", CultureInfo.InvariantCulture);
        var mantissa = shortest.Split('E')[0];
        var digits = mantissa.TrimStart('-').Replace(".", "", StringComparison.Ordinal).TrimStart('0').TrimEnd('0');
        if (digits.Length == 0)
            return (double.IsNegative(value) ? "-" : "", "0", 0);
        var exponent = int.Parse(scientific.AsSpan(scientific.IndexOf('E', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture);
        return (double.IsNegative(value) ? "-" : "", digits, exponent);
    }

    private static string Scientific(string digits, int exponent)
    {
        var mantissa = digits.Length == 1 ? digits : digits[..1] + "." + digits[1..];
        var magnitude = Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture);
        return mantissa + "e" + (exponent < 0 ? "-" : "+") + magnitude;
    }

    private static string Positional(string digits, int exponent)
    {
        if (exponent < 0)
            return "0." + new string('0', -exponent - 1) + digits;
        if (digits.Length <= exponent + 1)
            return digits + new string('0', exponent + 1 - digits.Length) + ".0";
        return digits[..(exponent + 1)] + "." + digits[(exponent + 1)..];
    }
}
