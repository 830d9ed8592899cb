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

        var (sign, digits, exponent) = Split(value);
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
    private static (string Sign, string Digits, int Exponent) Split(double value)
    {
        // "R" gives the shortest digits but chooses its own layout: 0.001, 1E-07, 1.5E+16.
        var shortest = value.ToString("R", CultureInfo.InvariantCulture).TrimStart('-').Split('E');
        var sign = double.IsNegative(value) ? "-" : "";
        var whole = shortest[0].Split('.')[0];
        var allDigits = shortest[0].Replace(".", "", StringComparison.Ordinal);
        var digits = allDigits.TrimStart('0');
        if (digits.Length == 0)
            return (sign, "0", 0);
        var exponent = whole.Length - 1 - (allDigits.Length - digits.Length);
        if (shortest.Length > 1)
            exponent += int.Parse(shortest[1], CultureInfo.InvariantCulture);
        return (sign, digits.TrimEnd('0'), exponent);
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
