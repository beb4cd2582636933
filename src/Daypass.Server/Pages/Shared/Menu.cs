using Daypass.Server.Sessions;

namespace Daypass.Server.Pages.Shared;

/// <summary>The links of the top menu, for this person: what they may not use is null (W1). The pages refuse anyway.</summary>
internal sealed record Menu(string? Setup, string? Activity)
{
    public static Menu Of(SignedIn me)
    {
        if (!me.May(Ability.ActForOthers))
        {
            return new Menu(null, null);
        }

        var setup = Authority.MayManage(me.Standing, Kind.Staff) ? "~/setup/staff" : Authority.MayManage(me.Standing, Kind.Client) ? "~/setup/clients" : null;
        return new Menu(setup, Authority.MaySeeActivity(me.Standing) ? "~/setup/activity" : null);
    }
}
