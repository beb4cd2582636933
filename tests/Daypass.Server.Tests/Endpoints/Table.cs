using Daypass.Domain;
using Daypass.Server.Hosting;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;

namespace Daypass.Server.Tests.Endpoints;

/// <summary>A request that does what its endpoint is for; without fields, a look.</summary>
internal sealed record Ask(string Path, params (string Name, string Value)[] Fields);

/// <summary>What a form takes, and what is wrong with it.</summary>
internal sealed record Field(string Name, bool Required = false, bool Secret = false, bool TooLong = false, string? Wrong = null)
{
    /// <summary>A good form with this field wrong, in each way.</summary>
    public IEnumerable<(string What, (string Name, string Value)[] Fields)> Wrongs(Ask good)
    {
        (string, string)[] others = [.. good.Fields.Where(x => x.Name != Name)];
        if (Required)
        {
            yield return ($"without {Name}", others);
            yield return ($"empty {Name}", [.. others, (Name, "")]);
        }

        if (TooLong)
        {
            yield return ($"{Name} too long", [.. others, (Name, new string('x', 3000))]);
        }

        if (Wrong is not null)
        {
            yield return ($"{Name} = {Wrong}", [.. others, (Name, Wrong)]);
        }
    }
}

/// <summary>An id of another firm, and how it would be asked for.</summary>
internal sealed record Foreign(string Id, Func<string, Ask> Ask);

/// <summary>One endpoint. Written by hand: what is not here is not tested, and <see cref="EveryEndpoint"/> fails.</summary>
internal sealed record Row(string Route, string Open, Func<Stage, Task<Ask>> Good)
{
    /// <summary>It has a form that is posted.</summary>
    public bool Posts { get; init; }

    /// <summary>No page: it is looked at, and nothing is posted to it.</summary>
    public bool OnlyLooks { get; init; }

    /// <summary>Sent twice, the second does nothing.</summary>
    public bool Once { get; init; }
    public Field[] Fields { get; init; } = [];
    public Func<Stage, Task<Foreign[]>>? Foreign { get; init; }

    public override string ToString() => Route.Length == 0 ? "(home)" : Route;
}

/// <summary>Every endpoint, and who may use it by S2.</summary>
internal static class Table
{
    // Who: none, password only, temporary code, backup code, mailbox proof, full, full but limited by S4.
    private const string Everybody = "yyyyyyy";
    private const string Own = "-yyy-yy";
    private const string OwnDevices = "-yyyyyy";
    private const string OwnPassword = "-y---y-";
    private const string FullOnly = "-----y-";

    private static readonly Field NewPassword = new("NewPassword", Required: true, Secret: true, TooLong: true);
    private static readonly Field Repeat = new("Repeat", Secret: true, Wrong: "another than that");
    private static readonly Field Code = new("Code", Required: true, Secret: true, TooLong: true, Wrong: "no code");

    public static readonly IReadOnlyList<Row> Global =
    [
        new("", Everybody, At("/")),
        new("/healthz", Everybody, At("/healthz")),
        new("/readyz", Everybody, At("/readyz")),
        new("authenticator", Everybody, At("/authenticator/")),
    ];

    /// <summary>The help, at both listeners; <see cref="Help.FeedbackOverHttp"/> fills its form in.</summary>
    public static readonly IReadOnlyList<(EndpointScope Scope, string Route)> Help =
    [
        (EndpointScope.Global | EndpointScope.Support, "help"),
        (EndpointScope.Global | EndpointScope.Support, "help/{name:regex(^[a-z-]+$)}"),
    ];

    /// <summary>What phones say, in JSON and signed; <see cref="EveryMessage"/> sends them.</summary>
    public static readonly IReadOnlyList<(EndpointScope Scope, string Route)> Phone =
    [
        (EndpointScope.Global, "/authenticator/pairing/look"),
        (EndpointScope.Global, "/authenticator/pairing/prove"),
        (EndpointScope.Firm, "/authenticator/look"),
        (EndpointScope.Firm, "/authenticator/answer"),
        (EndpointScope.Firm, "/authenticator/not-me"),
        (EndpointScope.Firm, "/authenticator/push"),
    ];

    public static readonly IReadOnlyList<Row> Firm =
    [
        new("", Own, At("/amber/")),
        new("mfa-off", Own, At("/amber/mfa-off")),
        new("signout", Everybody, At("/amber/signout")) { Posts = true, Once = true },
        new("signin", Everybody, async s => new Ask("/amber/signin", ("Email", (await s.World.Client()).Email), ("Password", World.Password)))
        {
            Posts = true,
            Fields = [new("Email", Required: true, TooLong: true), new("Password", Required: true, Secret: true, TooLong: true)],
        },
        new("signin/forgot", Everybody, async s => new Ask("/amber/signin/forgot", ("Email", (await s.World.Client()).Email)))
        {
            Posts = true, Fields = [new("Email", Required: true, TooLong: true)],
        },
        new("signin/longer-password", Everybody, async s =>
        {
            await s.World.SetPolicies(Policy.Required, Policy.Optional);
            await s.PassPassword(await s.World.Client(paired: false), shortPassword: true);
            return new Ask("/amber/signin/longer-password", ("NewPassword", Stage.NewPassword), ("Repeat", Stage.NewPassword));
        }) { Posts = true, Once = true, Fields = [NewPassword with { Wrong = "short" }, Repeat] },
        new("signin/mailbox", Everybody, async s =>
        {
            await s.PassPassword(await s.NeverPaired());
            return new Ask("/amber/signin/mailbox");
        }) { Posts = true, Once = true },
        new("signin/{way:regex(^(step|code|device)$)}", Everybody, async s =>
        {
            var client = await s.World.Client();
            await s.PassPassword(client);
            return new Ask("/amber/signin/step", ("Code", s.World.NextTotpOf(client)));
        }) { Posts = true, Once = true, Fields = [Code] },
        new("/signin/waiting", Everybody, At("/amber/signin/waiting")),
        new("link/dead", Everybody, At("/amber/link/dead")),
        new("link/reset-done", Everybody, At("/amber/link/reset-done")),
        new("link/not-me-done", Everybody, At("/amber/link/not-me-done")),
        new("link/unlocked", Everybody, At("/amber/link/unlocked")),
        new("link/invitation/{token:length(43)}", Everybody, async s => Invitation((await s.Invited()).Token))
        {
            Posts = true, Once = true, Fields = [NewPassword with { Wrong = "short" }, Repeat],
            Foreign = async s => [new((await s.Invited(s.World.Birch)).Token, Invitation), new(await s.Site.Mailed(await s.OtherClient(), LinkPurpose.PasswordReset), Invitation)],
        },
        new("link/reset/{token:length(43)}", Everybody, async s => Reset(await s.Site.Mailed(await s.Client(), LinkPurpose.PasswordReset)))
        {
            Posts = true, Once = true, Fields = [NewPassword with { Wrong = "short" }, Repeat],
            Foreign = async s => [new(await s.Site.Mailed(await s.OtherClient(), LinkPurpose.PasswordReset), Reset)],
        },
        new("link/unlock/{token:length(43)}", Everybody, async s => new Ask($"/amber/link/unlock/{await s.Site.Mailed(await s.Client(), LinkPurpose.Unlock)}"))
        {
            Posts = true, Once = true,
            Foreign = async s => [new(await s.Site.Mailed(await s.OtherClient(), LinkPurpose.Unlock), x => new Ask($"/amber/link/unlock/{x}"))],
        },
        new("link/mailbox/{token:length(43)}", Everybody, async s => new Ask($"/amber/link/mailbox/{await s.Site.Mailed(await s.NeverPaired(), LinkPurpose.MailboxProof)}"))
        {
            Posts = true, Once = true,
            Foreign = async s => [new(await s.Site.Mailed(await s.NeverPaired(s.World.Birch), LinkPurpose.MailboxProof), x => new Ask($"/amber/link/mailbox/{x}"))],
        },
        new("link/not-me/{token:length(43)}", Everybody, async s => new Ask($"/amber/link/not-me/{await s.Site.MailedNotMe(await s.Client())}"))
        {
            Posts = true, Once = true,
            Foreign = async s => [new(await s.Site.MailedNotMe(await s.OtherClient()), x => new Ask($"/amber/link/not-me/{x}"))],
        },
        new("link/stop-case/{token:length(43)}", Everybody, async s => StopLink((await s.Case()).StopLink))
        {
            Posts = true, Once = true, Foreign = async s => [new((await s.Case(s.World.Birch)).StopLink, StopLink)],
        },
        new("link/fetch-code/{token:length(43)}", Everybody, async s => FetchCode(await s.Delivery()))
        {
            Posts = true, Once = true, Fields = [new("Operation", Required: true, Wrong: "no id"), new("Words", Required: true, TooLong: true)],
            Foreign = async s => [new(await s.Delivery(s.World.Birch), FetchCode)],
        },
        new("profile", Own, At("/amber/profile?handler=SignOutEverywhere")) { Posts = true },
        new("profile/backup-codes", FullOnly, At("/amber/profile/backup-codes", () => [("OperationId", New())]))
        {
            Posts = true, Once = true, Fields = [new("OperationId", Required: true, Wrong: "no id")],
        },
        new("profile/confirm", Own, s => Task.FromResult(new Ask("/amber/profile/confirm", ("Code", s.Totp)))) { Posts = true, Fields = [Code] },
        new("profile/devices/add", OwnDevices, s => Task.FromResult(new Ask("/amber/profile/devices/add", ("OperationId", New()), ("Kind", "Totp"), ("Name", "Second phone"), ("Password", World.Password), ("Code", s.Totp))))
        {
            Posts = true, Once = true,
            Fields = [new("OperationId", Required: true, Wrong: "no id"), new("Kind", Wrong: "Passkey"), new("Kind", Wrong: "7"), new("Name", TooLong: true), new("Password", Required: true, Secret: true, TooLong: true), new("Code", Secret: true, TooLong: true)],
        },
        new("profile/devices/paired", Own, At("/amber/profile/devices/paired")),
        new("profile/devices/{id:guid}/prove", OwnDevices, async s =>
        {
            var pending = await s.PendingDevice(s.Me);
            return new Ask($"/amber/profile/devices/{pending.DeviceId}/prove", ("Code", s.World.TotpOf(pending)));
        })
        {
            Posts = true, Once = true, Fields = [Code],
            Foreign = async s =>
            {
                var (other, colleague) = (await s.PendingDevice(await s.OtherClient()), await s.PendingDevice(await s.Client()));
                return [new(Id(other.DeviceId), x => new Ask($"/amber/profile/devices/{x}/prove", ("Code", s.World.TotpOf(other)))), new(Id(colleague.DeviceId), x => new Ask($"/amber/profile/devices/{x}/prove", ("Code", s.World.TotpOf(colleague))))];
            },
        },
        new("profile/devices/{id:guid}/waiting", OwnDevices, async s => new Ask($"/amber/profile/devices/{(await s.PendingDevice(s.Me)).DeviceId}/waiting"))
        {
            OnlyLooks = true,
            Foreign = async s => [new(Id((await s.PendingDevice(await s.OtherClient())).DeviceId), x => new Ask($"/amber/profile/devices/{x}/waiting"))],
        },
        new("profile/devices/{id:guid}/disconnect", OwnDevices, async s =>
        {
            await s.World.Pair(s.Me);
            return Disconnect(s, Id(s.Me.DeviceId));
        })
        {
            Posts = true, Fields = [new("Password", Required: true, Secret: true, TooLong: true), new("Code", Secret: true, TooLong: true)],
            Foreign = async s => [new(Id((await s.OtherClient()).DeviceId), x => Disconnect(s, x)), new(Id((await s.Client()).DeviceId), x => Disconnect(s, x))],
        },
        new("profile/sessions/{id:guid}/end", Own, async s => EndSession(Id(await s.OtherSession(s.Me))))
        {
            Posts = true, Once = true,
            Foreign = async s => [new(Id(await s.OtherSession(await s.OtherClient())), EndSession), new(Id(await s.OtherSession(await s.Client())), EndSession)],
        },
        new("profile/limited", Own, At("/amber/profile/limited")),
        new("profile/password", OwnPassword, At("/amber/profile/password", () => [("Current", World.Password), ("NewPassword", Stage.NewPassword), ("Repeat", Stage.NewPassword)]))
        {
            Posts = true, Fields = [new("Current", Required: true, Secret: true, TooLong: true), NewPassword with { Wrong = "short" }, Repeat],
        },
        new("setup", FullOnly, At("/amber/setup")),
        new("setup/activity", FullOnly, At("/amber/setup/activity"))
        {
            Foreign = async s => [new(Id((await s.OtherClient()).Id), x => new Ask($"/amber/setup/activity?person={x}")), new((await s.OtherClient()).Email, x => new Ask($"/amber/setup/activity?who={x}"))],
        },
        new("setup/options", FullOnly, At("/amber/setup/options", () => [("StaffPolicy", "Required"), ("ClientPolicy", "Required"), ("Life", NextLife()), ("OneTime", "true")]))
        {
            Posts = true, Once = true,
            Fields = [new("StaffPolicy", Required: true, Wrong: "Sometimes"), new("ClientPolicy", Required: true, Wrong: "7"), new("Life", Required: true, Wrong: "1441"), new("Life", Wrong: "long"), new("OneTime", Wrong: "maybe")],
        },
        new("setup/cases", FullOnly, At("/amber/setup/cases")),
        new("setup/cases/{id:guid}", FullOnly, async s => Case(Id((await s.Case()).Case.Id))) { Foreign = async s => [new(Id((await s.Case(s.World.Birch)).Case.Id), Case)] },
        new("setup/cases/{id:guid}/{act:regex(^(stop|confirm)$)}", FullOnly, async s => CaseAct("stop", Id((await s.Case()).Case.Id)))
        {
            Posts = true, Once = true,
            Foreign = async s =>
            {
                var other = Id((await s.Case(s.World.Birch)).Case.Id);
                return [new(other, x => CaseAct("stop", x)), new(other, x => CaseAct("confirm", x))];
            },
        },
        new("setup/{side:regex(^(staff|clients)$)}", FullOnly, At("/amber/setup/clients")),
        new("setup/{side:regex(^(staff|clients)$)}/add", FullOnly, At("/amber/setup/clients/add", () => [("Name", "Ida Vale"), ("Email", $"ida-{Guid.NewGuid():N}@client.example"), ("Phone", "+41 44 000 00 00"), ("Invite", "true")]))
        {
            Posts = true, Once = true,
            Fields = [new("Name", Required: true, TooLong: true), new("Email", Required: true, TooLong: true, Wrong: "ida"), new("Phone", TooLong: true), new("Invite", Wrong: "maybe")],
        },
        new("setup/person/{id:guid}", FullOnly, async s => Person(Id((await s.Client()).Id))) { Foreign = async s => [new(Id((await s.OtherClient()).Id), Person)] },
        new("setup/person/{id:guid}/code", FullOnly, async s => Issue(Id((await s.World.Client()).Id)))
        {
            Posts = true, Once = true,
            Fields = [new("Operation", Required: true, Wrong: "no id"), new("Reason", Required: true, Wrong: "Bored"), new("Reason", Wrong: "77"), new("ReasonText", Required: true, TooLong: true), new("Lost", Wrong: "no id")],
            Foreign = async s =>
            {
                var (mine, other) = (await s.World.Client(), await s.OtherClient());
                return [new(Id(other.Id), Issue), new(Id(other.DeviceId), x => new Ask($"/amber/setup/person/{s.World.Primary.Id}/code", ("Operation", New()), ("Reason", "Lost"), ("Lost", x)))];
            },
        },
        new("setup/person/{id:guid}/lost/{device:guid}", FullOnly, async s =>
        {
            var client = await s.Client();
            return Lost(Id(client.Id), Id(client.DeviceId));
        })
        {
            Posts = true, Once = true,
            Foreign = async s =>
            {
                var (mine, other) = (await s.Client(), await s.OtherClient());
                return [new(Id(other.Id), x => Lost(x, Id(other.DeviceId))), new(Id(other.DeviceId), x => Lost(Id(mine.Id), x))];
            },
        },
        new("setup/person/{id:guid}/permissions", FullOnly, async s => Permissions(Id((await s.World.Staff()).Id)))
        {
            Posts = true, Once = true, Fields = [new("ManageStaff", Wrong: "maybe"), new("IsAdministrator", Wrong: "maybe")],
            Foreign = async s => [new(Id((await s.World.Add(Kind.Staff, firm: s.World.Birch)).Id), Permissions)],
        },
        new("setup/person/{id:guid}/hand-on", FullOnly, async s =>
        {
            await s.BecomePrimary();
            return HandOn(Id((await s.World.Administrator()).Id));
        })
        {
            Posts = true, Once = true, Fields = [new("Reason", Required: true, Wrong: "Bored"), new("Reason", Wrong: "77")],
            Foreign = async s =>
            {
                await s.BecomePrimary();
                return [new(Id((await s.World.Add(Kind.Staff, administrator: true, firm: s.World.Birch, paired: true)).Id), HandOn)];
            },
        },
        new("setup/person/{id:guid}/stop-wait/{wait:guid}", FullOnly, async s =>
        {
            var (who, wait) = await s.Waiting();
            return StopWait(Id(who.Id), Id(wait));
        })
        {
            Posts = true, Once = true,
            Foreign = async s =>
            {
                var ((mine, wait), (other, otherWait)) = (await s.Waiting(), await s.Waiting(s.World.Birch));
                return [new(Id(other.Id), x => StopWait(x, Id(otherWait))), new(Id(otherWait), x => StopWait(Id(mine.Id), x))];
            },
        },
        new("setup/person/{id:guid}/{act:regex(^(remove-code|release|invite|deactivate|reactivate)$)}", FullOnly, async s => Act("remove-code", Id((await s.Client()).Id)))
        {
            Posts = true, Once = true,
            Foreign = async s =>
            {
                var (other, gone) = (await s.OtherClient(), await s.OtherClient());
                await s.Change(gone, AccountState.Deactivated);
                return
                [
                    new(Id(other.Id), x => Act("remove-code", x)), new(Id(other.Id), x => Act("release", x)), new(Id((await s.Invited(s.World.Birch)).Who.Id), x => Act("invite", x)),
                    new(Id(other.Id), x => Act("deactivate", x)), new(Id(gone.Id), x => Act("reactivate", x)),
                ];
            },
        },
    ];

    private static string New() => Guid.NewGuid().ToString();

    private static string Id(Guid? id) => id!.Value.ToString();

    private static Func<Stage, Task<Ask>> At(string path, Func<(string, string)[]>? fields = null) => _ => Task.FromResult(new Ask(path, fields?.Invoke() ?? []));

    private static Ask Invitation(string token) => new($"/amber/link/invitation/{token}", ("NewPassword", Stage.NewPassword), ("Repeat", Stage.NewPassword));

    private static Ask Reset(string token) => new($"/amber/link/reset/{token}", ("NewPassword", Stage.NewPassword), ("Repeat", Stage.NewPassword));

    private static Ask Case(string id) => new($"/amber/setup/cases/{id}");

    private static Ask CaseAct(string act, string id) => new($"/amber/setup/cases/{id}/{act}");

    private static Ask FetchCode(string token) => new($"/amber/link/fetch-code/{token}", ("Operation", New()), ("Words", Stage.Words));

    private static Ask StopLink(string token) => new($"/amber/link/stop-case/{token}");

    private static Ask Disconnect(Stage s, string device) => new($"/amber/profile/devices/{device}/disconnect", ("Password", World.Password), ("Code", s.Totp));

    private static Ask EndSession(string id) => new($"/amber/profile/sessions/{id}/end", ("Sure", "yes"));

    private static Ask Person(string id) => new($"/amber/setup/person/{id}?tab=access&show=settings");

    private static Ask Issue(string id) => new($"/amber/setup/person/{id}/code", ("Operation", New()), ("Reason", "Other"), ("ReasonText", "Left in the tram"));

    private static Ask Lost(string id, string device) => new($"/amber/setup/person/{id}/lost/{device}");

    private static Ask Permissions(string id) => new($"/amber/setup/person/{id}/permissions", ("ManageClients", "true"));

    private static Ask HandOn(string id) => new($"/amber/setup/person/{id}/hand-on", ("Reason", "Other"));

    private static Ask StopWait(string id, string wait) => new($"/amber/setup/person/{id}/stop-wait/{wait}");

    private static Ask Act(string act, string id) => new($"/amber/setup/person/{id}/{act}");

    private static int _life = 10;

    /// <summary>Minutes that no form had before: what is saved is always a change.</summary>
    private static string NextLife() => $"{Interlocked.Increment(ref _life)}";
}
