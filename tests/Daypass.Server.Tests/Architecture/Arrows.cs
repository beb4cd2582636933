using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Extensions;
using ArchUnitNET.Loader;
using Xunit;

namespace Daypass.Server.Tests.Architecture;

/// <summary>
/// Which room may know which: read off the compiled code. Domain knows nothing; faces call work rooms; work rooms call each other
/// without cycles; plumbing calls no room above it.
/// </summary>
public class Arrows
{
    private static readonly ArchUnitNET.Domain.Architecture Code =
        new ArchLoader().LoadAssemblies(typeof(Program).Assembly, typeof(Domain.NextStepRule).Assembly).Build();

    /// <summary>From each room to those it may know, besides the domain and itself.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Storage"] = [],
        ["Hosting"] = ["Storage"],
        ["Audit"] = ["Storage", "Hosting", "Sessions"],
        ["Notifications"] = ["Storage", "Hosting", "Audit"],
        ["Sessions"] = ["Storage", "Hosting", "Audit"],
        ["Push"] = ["Storage", "Hosting"],
        ["Mfa"] = ["Storage", "Hosting", "Audit", "Notifications"],
        ["Codes"] = ["Storage", "Hosting", "Audit", "Notifications", "Sessions", "Mfa"],
        ["Approvals"] = ["Storage", "Hosting", "Audit", "Notifications", "Sessions", "Mfa", "Codes", "Push"],
        ["SignIn"] = ["Storage", "Hosting", "Audit", "Notifications", "Sessions", "Mfa", "Codes", "Approvals", "Push"],
        ["Devices"] = ["Storage", "Hosting", "Audit", "Notifications", "Sessions", "Mfa", "Codes", "Approvals", "Push", "SignIn"],
        ["People"] = ["Storage", "Hosting", "Audit", "Notifications", "Sessions", "Mfa", "Codes", "Approvals", "Push", "SignIn", "Devices"],
        ["Support"] = ["Storage", "Hosting", "Audit", "Notifications", "Sessions", "Mfa", "Codes"],
        ["Help"] = ["Storage", "Hosting", "Support"],
        ["Letters"] = ["Storage", "Hosting", "Audit", "Notifications", "Support"],
        ["Cases"] = ["Storage", "Hosting", "Audit", "Notifications", "Sessions", "Mfa", "Codes", "Approvals", "Push", "SignIn", "Devices", "People", "Support", "Letters"],
        ["Pages"] = ["Storage", "Hosting", "Audit", "Notifications", "Sessions", "Mfa", "Codes", "Approvals", "Push", "SignIn", "Devices", "People", "Support", "Letters", "Cases", "Help"],
        ["AuthenticatorApi"] = ["Storage", "Hosting", "Audit", "Notifications", "Sessions", "Mfa", "Codes", "Approvals", "Push", "SignIn", "Devices", "People"],
        ["CommandLine"] = ["Storage", "Hosting", "Audit", "Notifications", "Sessions", "Mfa", "Codes", "Approvals", "Push", "SignIn", "Devices", "People", "Support", "Letters", "Cases"],
    };

    [Fact]
    public void Every_room_is_on_the_map() =>
        Assert.Equal(Allowed.Keys.Order(StringComparer.Ordinal), Rooms().Select(x => x.Room).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    [Fact]
    public void No_arrow_leads_where_the_map_has_none()
    {
        var forbidden = (
            from type in Rooms()
            from target in type.Type.Dependencies.Select(x => x.Target).Distinct()
            let room = RoomOf(target)
            where room is not null && room != type.Room && !Allowed[type.Room].Contains(room, StringComparer.Ordinal)
            select $"{type.Room} -> {room}: {type.Type.FullName} uses {target.FullName}").Distinct(StringComparer.Ordinal).ToList();
        Assert.True(forbidden.Count == 0, string.Join(Environment.NewLine, forbidden));
    }

    [Fact]
    public void The_domain_knows_only_itself_and_the_base_library()
    {
        var references = typeof(Domain.NextStepRule).Assembly.GetReferencedAssemblies().Select(x => x.Name!);
        Assert.All(references, name => Assert.StartsWith("System.", name, StringComparison.Ordinal));
    }

    [Fact]
    public void No_page_reaches_into_another_folder_of_pages()
    {
        var crossings = (
            from type in Code.Types
            let home = Folder(type)
            where home is not null && home != "Shared"
            from target in type.Dependencies.Select(x => x.Target).Distinct()
            let to = Folder(target)
            where to is not null && to != home && to != "Shared" && !home.StartsWith(to + ".", StringComparison.Ordinal) // the frame lies above
            select $"{type.FullName} uses {target.FullName}").Distinct(StringComparer.Ordinal).ToList();
        Assert.True(crossings.Count == 0, string.Join(Environment.NewLine, crossings));
    }

    private static IEnumerable<(IType Type, string Room)> Rooms() =>
        from type in Code.Types
        let room = RoomOf(type)
        where room is not null
        select (type, room);

    /// <summary>The first part of the namespace below the server's; migrations and the composition root belong to no room.</summary>
    private static string? RoomOf(IType type)
    {
        const string root = "Daypass.Server.";
        var name = type.Namespace?.FullName ?? "";
        return name.StartsWith(root, StringComparison.Ordinal) && !name.Contains(".Migrations", StringComparison.Ordinal) ? name[root.Length..].Split('.')[0] : null;
    }

    private static string? Folder(IType type)
    {
        const string pages = "Daypass.Server.Pages.";
        var name = type.Namespace?.FullName ?? "";
        return name.StartsWith(pages, StringComparison.Ordinal) ? name[pages.Length..].Replace("Firm.", "", StringComparison.Ordinal) : null;
    }
}
