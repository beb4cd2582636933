namespace Daypass.Server.Pages.Shared;

/// <summary>Names the texts of a person's access, its temporary code and its issuing, for a firm's pages and the desk's: AccessText.resx.</summary>
internal sealed class AccessText;
