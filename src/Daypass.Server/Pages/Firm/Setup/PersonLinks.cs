using Daypass.Server.Codes;
using Daypass.Server.Pages.Shared;
using Daypass.Server.Sessions;

namespace Daypass.Server.Pages.Firm.Setup;

/// <summary>Where in Setup the things are done that the panel of a person speaks of.</summary>
internal static class PersonLinks
{
    public static string Access(Guid person) => $"~/setup/person/{person}?tab={PersonModel.AccessTab}&show={PersonModel.OpenSettings}";

    public static string Issue(Guid person) => $"~/setup/person/{person}/code";

    public static ShownPanel Panel(AccessPanelView view, SignedIn me)
    {
        var (id, rights) = (view.Person.Id, view.Rights);
        return new ShownPanel(view, new PanelLinks(
            rights.MayAct ? device => $"~/setup/person/{id}/lost/{device}" : null,
            view.MailboxWait is { } wait && Authority.MayChangePolicy(me.Standing) ? $"~/setup/person/{id}/stop-wait/{wait.Id}" : null,
            rights.MayAct ? $"~/setup/person/{id}/{ActModel.Release}" : null,
            Issue(id),
            rights.MayRemove ? $"~/setup/person/{id}/{ActModel.RemoveCode}" : null));
    }
}
