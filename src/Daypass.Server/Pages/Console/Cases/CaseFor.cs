using Daypass.Server.Cases;
using Daypass.Server.Hosting;
using Daypass.Server.Pages.Shared;

namespace Daypass.Server.Pages.Console.Cases;

/// <summary>
/// What a new case would be for, carried from the result of a look-up to the form, sealed for the agent who looked it up: the form shows
/// nobody who was not looked up with a reason (H2).
/// </summary>
internal sealed record CaseFor(Guid Firm, string FirmName, CaseKind Kind, Guid Account, string Person, string Requester);

internal static class CaseLinks
{
    /// <summary>Where a case of this kind is opened for this person.</summary>
    public static string New(Kept keeper, Guid agent, FoundFirm firm, CaseKind kind, PersonOnFile person) => $"/cases/new?for={For(keeper, agent, firm, kind, person)}";

    /// <summary>Where a drill is started about this administrator.</summary>
    public static string NewDrill(Kept keeper, Guid agent, FoundFirm firm, PersonOnFile person) => $"/drills/new?for={For(keeper, agent, firm, CaseKind.Access, person)}";

    private static string For(Kept keeper, Guid agent, FoundFirm firm, CaseKind kind, PersonOnFile person) =>
        Uri.EscapeDataString(keeper.Keep(agent, new CaseFor(firm.Id, firm.Name, kind, person.Id, person.Name, firm.Primary!.Name)));

    public static string Of(Guid id, string? done = null) => $"/cases/{id}{(done is null ? "" : $"?done={done}")}";
}
