using Daypass.Domain;
using Daypass.Server.Hosting;
using Daypass.Server.People;
using Daypass.Server.Sessions;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.People;

public class CreateFirmTests
{
    [Theory, OnBothDatabases]
    public async Task W2_a_firm_begins_with_its_primary_administrator_whose_invitation_works(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);

        var created = Assert.IsType<CreateFirmResult.Created>(await Create(world));

        var primary = await world.Account(created.AccountId);
        Assert.True(primary is { IsPrimary: true, IsAdministrator: true, State: AccountState.Invited });
        var accepted = Assert.IsType<AcceptInvitationResult.PairingOnly>(await world.The<AcceptInvitation>().Run(
            created.FirmId, created.Invitation.Reveal(), FirmWorld.Password, new ClientInfo("192.0.2.7", "Test")));
        Assert.Equal(created.AccountId, accepted.AccountId);
    }

    [Theory, OnBothDatabases]
    public async Task W6_a_bad_or_taken_address_and_other_bad_input_create_nothing(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);

        Assert.IsType<CreateFirmResult.AddressTaken>(await Create(world, address: "amber"));
        Assert.Equal(FirmAddressProblem.Reserved, Assert.IsType<CreateFirmResult.BadAddress>(await Create(world, address: "help")).Why);
        Assert.Equal(FirmAddressProblem.WrongCharacters, Assert.IsType<CreateFirmResult.BadAddress>(await Create(world, address: "Elm")).Why);
        Assert.IsType<CreateFirmResult.BadName>(await Create(world, name: "\u202e"));
        Assert.IsType<CreateFirmResult.BadTimeZone>(await Create(world, zone: "Mars/Olympus"));
        Assert.IsType<CreateFirmResult.BadLanguage>(await Create(world, language: "tlh"));
        Assert.Equal(FieldProblem.NotValid, Assert.IsType<CreateFirmResult.BadPerson>(await Create(world, email: "nobody")).Problems[PersonField.Email]);
        Assert.Equal(2, await world.Store.ReadAcross(db => db.Firms.CountAsync()));
    }

    private static Task<CreateFirmResult> Create(FirmWorld world, string name = "Cedar & Co", string address = "cedar", string zone = "Europe/London", string language = "en", string email = "maren@cedar.example") =>
        world.The<CreateFirm>().Run(name, address, zone, language, "Maren Holloway", email);
}
