using Daypass.Server.People;
using Daypass.Server.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.CommandLine.Demo;

/// <summary>A firm of the demo, with its primary administrator at work.</summary>
internal sealed class DemoFirm
{
    private readonly IServiceProvider _services;
    private readonly DemoClock _clock;
    private readonly Guid _id;
    private readonly string _mailDomain;

    private DemoFirm(IServiceProvider services, DemoClock clock, string name, string address, Guid id, Guid primary, string primaryName, string primaryEmail)
    {
        (_services, _clock, _id, Name, Address) = (services, clock, id, name, address);
        _mailDomain = primaryEmail[(primaryEmail.IndexOf('@', StringComparison.Ordinal) + 1)..];
        Primary = new DemoPerson(services, clock, id, primary, primaryName, primaryEmail);
    }

    public Guid Id => _id;
    public string Name { get; }
    public string Address { get; }
    public DemoPerson Primary { get; }

    /// <summary>Everybody who can sign in, in the order of the table that is printed.</summary>
    public List<DemoPerson> People { get; } = [];

    public static async Task<DemoFirm> Create(IServiceProvider services, DemoClock clock, string name, string address, string timeZone, string language, string primaryName, string primaryEmail, string primaryDevice)
    {
        clock.Pass(TimeSpan.FromMinutes(1));
        var result = await services.GetRequiredService<CreateFirm>().Run(name, address, timeZone, language, primaryName, primaryEmail, "+44 20 7946 0011");
        var created = result as CreateFirmResult.Created ?? throw new InvalidOperationException($"The demo's firm {address} was refused: {result.GetType().Name}.");
        var firm = new DemoFirm(services, clock, name, address, created.FirmId, created.AccountId, primaryName, primaryEmail);
        await firm.Primary.Accept(created.Invitation);
        await firm.Primary.Pair(primaryDevice);
        firm.People.Add(firm.Primary);
        return firm;
    }

    /// <summary>Adds and invites somebody; with a device where one is named.</summary>
    public async Task<DemoPerson> Join(Kind kind, string name, string? device = null, Permission permissions = Permission.None, bool administrator = false)
    {
        var person = await Add(kind, name, invite: true, permissions, administrator);
        await person.Accept();
        if (device is not null)
        {
            await person.Pair(device);
        }

        People.Add(person);
        return person;
    }

    /// <summary>Adds somebody who has not come in yet.</summary>
    public async Task<DemoPerson> Add(Kind kind, string name, bool invite, Permission permissions = Permission.None, bool administrator = false)
    {
        var email = $"{name.ToLowerInvariant().Replace(' ', '.')}@{(kind == Kind.Staff ? _mailDomain : "post.example")}";
        var by = await Primary.SignIn();
        var result = await _services.GetRequiredService<AddPerson>().Run(by, new NewPerson(kind, name, email, Phone(), administrator, permissions), invite);
        return new DemoPerson(_services, _clock, _id, (result as AddPersonResult.Added ?? throw new InvalidOperationException($"{name} was refused.")).AccountId, name, email);
    }

    public async Task Options(Policy staff, Policy clients)
    {
        var by = await Primary.SignIn();
        Expect(await _services.GetRequiredService<ChangeSignInOptions>().Run(by, staff, clients, 24 * 60, oneTimeCodes: false) == ChangeSignInOptionsResult.Done);
    }

    public async Task Grant(DemoPerson person, Permission permissions)
    {
        var by = await Primary.SignIn();
        Expect(await _services.GetRequiredService<ChangePermissions>().Run(by, person.Id, isAdministrator: false, permissions) == ChangePermissionsResult.Done);
    }

    public async Task Deactivate(DemoPerson person)
    {
        SignedIn by = await Primary.SignIn();
        Expect(await _services.GetRequiredService<Deactivate>().Run(by, person.Id) == ActResult.Done);
        People.Remove(person);
    }

    /// <summary>What a sign-in of this person asks for now.</summary>
    public Task<(Account Account, MfaFacts Facts)> Look(DemoPerson person, DateTimeOffset now) => _services.GetRequiredService<Store>().Read(_id, async db =>
    {
        var account = await db.Accounts.AsNoTracking().SingleAsync(x => x.Id == person.Id);
        return (account, await Mfa.FactsForNextStep.Read(db, account, now));
    });

    private int _phones;

    // Ofcom keeps 020 7946 0xxx for stories.
    private string Phone() => $"+44 20 7946 {100 + _phones++:D4}";

    private void Expect(bool done)
    {
        if (!done)
        {
            throw new InvalidOperationException($"The demo's story does not hold for {Name}.");
        }
    }
}
