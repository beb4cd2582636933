namespace Daypass.Domain;

// W: who may act for whom. Every act on another login (issue, remove, edit, invite, deactivate, mark lost, release) follows
// this table:
//
//   actor                        client  staff                           administrator  primary  oneself
//   staff with ManageClients     yes     no                              no             no       no
//   staff with ManageStaff       no      permissions a subset of one's   no             no       no
//   administrator                yes     yes                             yes            no       no
//   primary administrator        yes     yes                             yes            -        no
//
// W5: only administrators make administrators, grant permissions and change policy; nobody changes their own permissions or
// grants one they lack. Whether the actor is active, and what their session may do (S2), is asked elsewhere.

/// <summary>Where somebody stands in a firm.</summary>
public readonly record struct Standing(Guid FirmId, Guid AccountId, Kind Kind, bool IsAdministrator, bool IsPrimary, Permission Permissions)
{
    /// <summary>Administrators have both permissions; clients have none, whatever a row says.</summary>
    public Permission Holds => Kind != Kind.Staff ? Permission.None : Administers ? Permission.Both : Permissions;

    public bool Administers => Kind == Kind.Staff && (IsAdministrator || IsPrimary);
}

public static class Authority
{
    public static bool MayActFor(Standing actor, Standing target)
    {
        if (actor.FirmId != target.FirmId || actor.AccountId == target.AccountId)
            return false;
        if (target.IsPrimary)
            return false;
        if (target.IsAdministrator)
            return actor.Administers;
        if (target.Kind == Kind.Client)
            return Has(actor.Holds, Permission.ManageClients);
        return Has(actor.Holds, Permission.ManageStaff) && Has(actor.Holds, target.Permissions);
    }

    /// <summary>Whether Setup shows the list of this kind.</summary>
    public static bool MayManage(Standing actor, Kind kind) =>
        Has(actor.Holds, kind == Kind.Client ? Permission.ManageClients : Permission.ManageStaff);

    /// <summary>W5. Only staff have permissions to change.</summary>
    public static bool MayChangePermissions(Standing actor, Standing target) =>
        actor.Administers && target.Kind == Kind.Staff && MayActFor(actor, target);

    /// <summary>W5: nobody grants a permission they lack, and only administrators make administrators.</summary>
    public static bool MayGrant(Standing actor, Permission permissions, bool administrator) =>
        permissions == Permission.None && !administrator ? actor.Holds != Permission.None : actor.Administers && Has(actor.Holds, permissions);

    /// <summary>Whether the actor may add such a person. Clients get no permissions.</summary>
    public static bool MayAdd(Standing actor, Kind kind, Permission permissions, bool administrator) =>
        MayManage(actor, kind)
        && MayGrant(actor, permissions, administrator)
        && (kind == Kind.Staff || (permissions == Permission.None && !administrator));

    public static bool MayChangePolicy(Standing actor) => actor.Administers;

    /// <summary>A3.</summary>
    public static bool MaySeeActivity(Standing actor) => actor.Administers;

    private static bool Has(Permission held, Permission wanted) => (held & wanted) == wanted;
}
