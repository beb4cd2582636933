using Daypass.Server.Codes;

namespace Daypass.Server.Pages.Firm.Setup;

/// <summary>A page with one question: what will happen, the button that does it, and the way back.</summary>
internal sealed record Confirmation(PanelPerson Person, string Title, string Text, string Button, bool Danger);
