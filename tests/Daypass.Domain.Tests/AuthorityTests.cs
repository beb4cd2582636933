namespace Daypass.Domain.Tests;

// W, W5, Q11: the rule against a table written by hand.
public class AuthorityTests
{
    private static readonly Guid Firm = new("01900000-0000-7000-8000-000000000001");
    private static readonly Guid OtherFirm = new("01900000-0000-7000-8000-000000000002");

    private static readonly Dictionary<string, Standing> People = new(StringComparer.Ordinal)
    {
        ["client"] = Someone(1, Kind.Client),
        ["staff"] = Someone(2, Kind.Staff),
        ["staff+C"] = Someone(3, Kind.Staff, permissions: Permission.ManageClients),
        ["staff+S"] = Someone(4, Kind.Staff, permissions: Permission.ManageStaff),
        ["staff+SC"] = Someone(5, Kind.Staff, permissions: Permission.Both),
        ["admin"] = Someone(6, Kind.Staff, administrator: true),
        ["primary"] = Someone(7, Kind.Staff, administrator: true, primary: true),
    };

    // Rows: who acts. Columns: client, staff, staff+C, staff+S, staff+SC, admin, primary. On the diagonal: a colleague of the same standing.
    private static readonly (string Actor, string For)[] Table =
    [
        ("client", "- - - - - - -"),
        ("staff", "- - - - - - -"),
        ("staff+C", "y - - - - - -"),
        ("staff+S", "- y - y - - -"),
        ("staff+SC", "y y y y y - -"),
        ("admin", "y y y y y y -"),
        ("primary", "y y y y y y -"),
    ];

    public static TheoryData<string, string, bool> Pairs()
    {
        var pairs = new TheoryData<string, string, bool>();
        foreach (var (actor, row) in Table)
        {
            foreach (var (target, cell) in People.Keys.Zip(row.Split(' ')))
                pairs.Add(actor, target, cell == "y");
        }
        return pairs;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Who_may_act_for_whom(string actor, string target, bool expected)
    {
        var other = People[target] with { AccountId = Guid.NewGuid() };
        Assert.Equal(expected, Authority.MayActFor(People[actor], other));
        Assert.Equal(expected ? null : RefusalToIssue.NotAllowed, Issuing.RefusedToIssuer(People[actor], other));
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Q12_never_in_another_firm(string actor, string target, bool inOwnFirm)
    {
        _ = inOwnFirm;
        Assert.False(Authority.MayActFor(People[actor], People[target] with { FirmId = OtherFirm, AccountId = Guid.NewGuid() }));
        Assert.False(Authority.MayActFor(People[actor], People[target] with { FirmId = OtherFirm }));
    }

    [Fact]
    public void Never_for_oneself()
    {
        foreach (var person in People.Values)
        {
            Assert.False(Authority.MayActFor(person, person));
            Assert.False(Authority.MayChangePermissions(person, person));
            Assert.Equal(RefusalToIssue.Oneself, Issuing.RefusedToIssuer(person, person));
            // Not even where the two readings of the row differ.
            Assert.False(Authority.MayActFor(person, person with { Permissions = Permission.None, IsAdministrator = false, IsPrimary = false }));
        }
    }

    [Fact]
    public void A_client_has_no_authority_whatever_the_row_says()
    {
        var forged = Someone(9, Kind.Client, administrator: true, primary: true, permissions: Permission.Both);
        foreach (var target in People.Values)
            Assert.False(Authority.MayActFor(forged, target));
        Assert.False(Authority.MayChangePolicy(forged));
        Assert.False(Authority.MayManage(forged, Kind.Client));
        Assert.False(Authority.MaySeeActivity(forged));
    }

    [Theory]
    [InlineData("client", false, false)]
    [InlineData("staff", false, false)]
    [InlineData("staff+C", false, true)]
    [InlineData("staff+S", true, false)]
    [InlineData("staff+SC", true, true)]
    [InlineData("admin", true, true)]
    [InlineData("primary", true, true)]
    public void W1_the_setup_lists_appear_for_those_who_may_use_them(string actor, bool staff, bool clients)
    {
        Assert.Equal(staff, Authority.MayManage(People[actor], Kind.Staff));
        Assert.Equal(clients, Authority.MayManage(People[actor], Kind.Client));
    }

    [Fact]
    public void W5_only_administrators_change_policy_and_permissions_and_see_activity()
    {
        foreach (var (name, actor) in People)
        {
            var administers = name is "admin" or "primary";
            Assert.Equal(administers, Authority.MayChangePolicy(actor));
            Assert.Equal(administers, Authority.MaySeeActivity(actor));
            foreach (var (target, person) in People)
            {
                var expected = administers && target is not ("client" or "primary");
                Assert.Equal(expected, Authority.MayChangePermissions(actor, person with { AccountId = Guid.NewGuid() }));
            }
        }
    }

    [Fact]
    public void W5_nobody_but_an_administrator_adds_somebody_with_a_permission()
    {
        foreach (var (name, actor) in People)
        {
            var administers = name is "admin" or "primary";
            Assert.Equal(administers, Authority.MayAdd(actor, Kind.Staff, Permission.None, administrator: true));
            foreach (var permission in new[] { Permission.ManageStaff, Permission.ManageClients, Permission.Both })
            {
                Assert.Equal(administers, Authority.MayAdd(actor, Kind.Staff, permission, administrator: false));
                Assert.Equal(administers, Authority.MayGrant(actor, permission, administrator: false));
                Assert.False(Authority.MayAdd(actor, Kind.Client, permission, administrator: false));
            }
            Assert.False(Authority.MayAdd(actor, Kind.Client, Permission.None, administrator: true));
            Assert.Equal(Authority.MayManage(actor, Kind.Staff), Authority.MayAdd(actor, Kind.Staff, Permission.None, administrator: false));
            Assert.Equal(Authority.MayManage(actor, Kind.Client), Authority.MayAdd(actor, Kind.Client, Permission.None, administrator: false));
        }
    }

    private static Standing Someone(int number, Kind kind, bool administrator = false, bool primary = false, Permission permissions = Permission.None) =>
        new(Firm, new Guid(number, 0, 0, new byte[8]), kind, administrator, primary, permissions);
}
