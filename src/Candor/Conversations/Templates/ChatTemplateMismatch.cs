namespace Candor.Conversations.Templates;

/// <summary>A checkpoint carries another chat template than the one that was named.</summary>
/// <param name="Name">The template that was named.</param>
/// <param name="NamedSha256">Its hash: of its Jinja text where it has one, else of all that decides its renderings.</param>
/// <param name="CarriedSha256">The hash of the Jinja text that the checkpoint carries.</param>
public sealed record ChatTemplateMismatch(string Name, string NamedSha256, string CarriedSha256)
{
    /// <summary>One line that says so.</summary>
    public string Message =>
        $"the checkpoint carries another chat template (sha256 {CarriedSha256}) than the template {Name} in use (sha256 {NamedSha256})";
}
