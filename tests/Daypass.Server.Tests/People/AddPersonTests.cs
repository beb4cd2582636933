using Daypass.Domain;
using Daypass.Server.People;
using Daypass.Server.Sessions;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.People;

public class AddPersonTests
{
    private static readonly NewPerson Jane = new(Kind.Client, "Jane Doe", "jane@client.example", "+41 44 555 01 23", false, Permission.None);

    [Theory, OnBothDatabases]
    public async Task A_person_is_added_and_invited_by_mail(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);

        var added = Assert.IsType<AddPersonResult.Added>(await Add(world, await ForClients(world), Jane));

        var account = await world.Account(added.AccountId);
        Assert.Equal((AccountState.Invited, "Jane Doe", world.Now), (account.State, account.Name, account.InvitedAt!.Value));
        Assert.Equal([NoticeKind.Invitation], await world.Told(account.Id));
        Assert.Equal([EventKind.PersonAdded, EventKind.Invited], await world.Recorded(account.Id));
    }

    [Theory, OnBothDatabases]
    public async Task Q10_another_spelling_of_an_email_is_taken_and_another_firm_is_free(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var admin = await world.Administrator();
        var added = Assert.IsType<AddPersonResult.Added>(await Add(world, admin, Jane));

        var taken = Assert.IsType<AddPersonResult.EmailTaken>(await Add(world, admin, Jane with { Email = " ＪANE@Client.example" }));
        Assert.Equal(added.AccountId, taken.AccountId);
        Assert.IsType<AddPersonResult.Added>(await Add(world, await world.Administrator(world.OtherFirm), Jane));
    }

    [Theory, OnBothDatabases]
    public async Task The_same_email_at_the_same_moment_is_added_once(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var admins = new[] { await world.Administrator(), await world.Administrator(), await world.Administrator(), await world.Administrator() };

        var results = await Task.WhenAll(admins.Select(x => Task.Run(() => Add(world, x, Jane))));

        Assert.Single(results, x => x is AddPersonResult.Added);
        Assert.Equal(3, results.Count(x => x is AddPersonResult.EmailTaken { AccountId: not null }));
    }

    [Theory, OnBothDatabases]
    public async Task W5_only_administrators_grant_and_only_with_a_fresh_second_step(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var forStaff = await world.SignIn(await world.Person(Kind.Staff, permissions: Permission.ManageStaff), SessionKind.Full);
        var holder = Jane with { Kind = Kind.Staff, Permissions = Permission.ManageStaff };

        Assert.IsType<AddPersonResult.NotAllowed>(await Add(world, forStaff, holder));
        Assert.IsType<AddPersonResult.NotAllowed>(await Add(world, forStaff, Jane with { Kind = Kind.Staff, IsAdministrator = true }));
        Assert.IsType<AddPersonResult.NotAllowed>(await Add(world, forStaff, Jane));

        var (admin, other) = (await world.Administrator(), await world.Administrator());
        Assert.IsType<AddPersonResult.NotAllowed>(await Add(world, admin, Jane with { Permissions = Permission.ManageClients }));
        Assert.IsType<AddPersonResult.Added>(await Add(world, admin, holder));
        Assert.Contains(NoticeKind.PermissionsChanged, await world.Told(other.AccountId));

        world.Wait(TimeSpan.FromMinutes(15));
        Assert.IsType<AddPersonResult.NeedsSecondStep>(await Add(world, admin, holder with { Email = "john@firm.example" }));
        Assert.IsType<AddPersonResult.Added>(await Add(world, admin, Jane with { Email = "plain@client.example" }));
    }

    [Theory, OnBothDatabases]
    public async Task Bad_input_is_named_by_field_and_nothing_is_written(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var admin = await world.Administrator();

        var invalid = Assert.IsType<AddPersonResult.Invalid>(await Add(world, admin, Jane with { Name = "\u202e \u0007", Email = "nobody", Phone = "<b>" }));

        Assert.Equal(
            [(PersonField.Name, FieldProblem.Missing), (PersonField.Email, FieldProblem.NotValid), (PersonField.Phone, FieldProblem.NotValid)],
            invalid.Problems.Select(x => (x.Key, x.Value)));
        Assert.Equal(FieldProblem.TooLong, Assert.IsType<AddPersonResult.Invalid>(await Add(world, admin, Jane with { Name = new string('x', 201) })).Problems[PersonField.Name]);
        Assert.False(await world.Store.ReadAcross(db => db.Accounts.AnyAsync(x => x.Kind == Kind.Client)));
    }

    [Theory, OnBothDatabases]
    public async Task The_list_shows_25_a_page_finds_by_name_and_email_and_only_for_whom_it_is(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var (admin, list) = (await world.Administrator(), world.The<PersonList>());
        for (var i = 0; i < 30; i++)
        {
            await world.Person();
        }

        await world.Person(firm: world.OtherFirm);
        await Add(world, admin, Jane with { Name = "Zoë 100%_Doe" });

        var last = await list.Run(admin, Kind.Client, null, 9);
        Assert.Equal((2, 2, 31, 6), (last!.Number, last.Pages, last.Total, last.Lines.Count));
        foreach (var typed in new[] { "zoë", "0%_d", "JANE@", " doe " })
        {
            Assert.Equal("Zoë 100%_Doe", Assert.Single((await list.Run(admin, Kind.Client, typed, 1))!.Lines).Name);
        }

        Assert.Equal(1, (await list.Run(admin, Kind.Client, "%", 1))!.Total);
        Assert.Null(await list.Run(await ForClients(world), Kind.Staff, null, 1));
        Assert.Null(await list.Run(await world.SignIn(await world.Person(), SessionKind.PasswordOnly), Kind.Client, null, 1));
        var forClients = await world.Person(Kind.Staff, permissions: Permission.ManageClients);
        // Neither oneself nor the primary administrator.
        Assert.Contains((await list.Run(admin, Kind.Staff, null, 1))!.Lines, x => x.Id == forClients);
        Assert.All((await list.Run(admin, Kind.Staff, null, 1))!.Lines, x => Assert.Equal(x.Id != admin.AccountId && !x.IsPrimary, x.MayAct));
    }

    private static Task<AddPersonResult> Add(FirmWorld world, SignedIn by, NewPerson person) => world.The<AddPerson>().Run(by, person, invite: true);

    private static async Task<SignedIn> ForClients(FirmWorld world) =>
        await world.SignIn(await world.Person(Kind.Staff, permissions: Permission.ManageClients), SessionKind.Full);
}
