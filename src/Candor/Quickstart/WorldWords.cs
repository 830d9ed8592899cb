namespace Candor.Quickstart;

/// <summary>The words of the made world, and the colours they are drawn in. A number in the other types is a place in these lists.</summary>
internal static class WorldWords
{
    public static readonly IReadOnlyList<string> Shapes = ["circle", "square", "triangle", "star", "cross", "ring", "heart", "diamond"];

    public static readonly IReadOnlyList<string> PluralShapes =
        ["circles", "squares", "triangles", "stars", "crosses", "rings", "hearts", "diamonds"];

    public static readonly IReadOnlyList<string> Colors = ["red", "orange", "yellow", "green", "blue", "purple", "white", "pink"];

    /// <summary>sRGB, 0xRRGGBB.</summary>
    public static readonly IReadOnlyList<uint> ColorValues =
        [0xE02B2B, 0xF58A1F, 0xF7DF3A, 0x2FA84F, 0x3D7BF7, 0x8E3FC4, 0xF8F8F8, 0xF79AC9];

    public static readonly IReadOnlyList<string> Corners = ["top left", "top right", "bottom left", "bottom right"];

    public static readonly IReadOnlyList<string> Grounds = ["black", "grey", "brown", "navy"];

    /// <summary>sRGB, 0xRRGGBB.</summary>
    public static readonly IReadOnlyList<uint> GroundValues = [0x101014, 0x808488, 0x5C3B22, 0x16205A];

    public static readonly IReadOnlyList<string> Sizes = ["tiny", "small", "large", "huge"];

    /// <summary>Half the width of a thing as a share of the picture's width.</summary>
    public static readonly IReadOnlyList<float> SizeValues = [0.07f, 0.115f, 0.17f, 0.235f];

    public static readonly IReadOnlyList<string> Companies = ["no dots", "one dot", "two dots", "three dots"];

    public static readonly IReadOnlyList<string> Sounds = ["hums", "clicks", "buzzes", "whistles"];

    public static readonly IReadOnlyList<string> PluralSounds = ["hum", "click", "buzz", "whistle"];

    public static readonly IReadOnlyList<string> People = ["child", "baker", "teacher", "doctor", "guard", "farmer", "sailor", "painter"];
}
