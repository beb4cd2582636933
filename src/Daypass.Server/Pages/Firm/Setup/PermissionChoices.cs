namespace Daypass.Server.Pages.Firm.Setup;

/// <summary>The boxes of "What may they do?".</summary>
internal sealed record PermissionChoices(bool IsAdministrator, bool ManageStaff, bool ManageClients);
