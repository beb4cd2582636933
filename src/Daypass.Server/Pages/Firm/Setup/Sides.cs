using Daypass.Server.Sessions;

namespace Daypass.Server.Pages.Firm.Setup;

/// <summary>The two lists of Setup, as the last part of their address: staff and clients.</summary>
internal static class Sides
{
    public const string Staff = "staff";
    public const string Clients = "clients";

    /// <summary>The kind that this person may manage under this address; null: there is nothing for them (W1).</summary>
    public static Kind? Managed(SignedIn me, string side)
    {
        Kind? kind = side switch { Staff => Kind.Staff, Clients => Kind.Client, _ => null };
        return kind is { } known && Authority.MayManage(me.Standing, known) ? known : null;
    }

    public static string Of(Kind kind) => kind == Kind.Staff ? Staff : Clients;
}
