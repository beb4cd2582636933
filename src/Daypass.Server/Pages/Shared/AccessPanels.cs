using Daypass.Server.Codes;

namespace Daypass.Server.Pages.Shared;

/// <summary>The panel of a person's access: what is known, and where what may be done is done.</summary>
internal sealed record ShownPanel(AccessPanelView View, PanelLinks Links);

/// <summary>Addresses of what this viewer may do; what is null has no link (W1). The desk acts by its cases, and has none of them.</summary>
internal sealed record PanelLinks(Func<Guid, string>? MarkLost = null, string? StopWait = null, string? Release = null, string? Issue = null, string? Remove = null)
{
    public static readonly PanelLinks None = new();
}

/// <summary>The one page on which the digits stand (C6), in a firm's pages and the desk's.</summary>
/// <param name="SignIn">Where the person signs in.</param>
/// <param name="Back">Where "Done" leads.</param>
internal sealed record ShownCode(IssueResult.Issued Code, AccessPanelView View, string SignIn, string Back);

/// <summary>The form was sent before.</summary>
/// <param name="Again">Where another code is issued; null: not by this viewer now.</param>
internal sealed record CodeAlreadyShown(AccessPanelView View, string Back, string BackTo, string? Again)
{
    /// <summary>What to do if nobody noted the digits, where that is not to issue another code.</summary>
    public string? What { get; init; }
}
