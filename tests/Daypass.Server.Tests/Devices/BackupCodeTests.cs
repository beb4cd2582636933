using Daypass.Domain;
using Daypass.Server.Devices;
using Daypass.Server.Hosting.Keys;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Devices;

public class BackupCodeTests
{
    [Theory, OnBothDatabases]
    public async Task A_batch_of_ten_is_shown_once_kept_as_keyed_hashes_and_told_and_the_batch_before_it_dies(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var person = await world.Person();
        await world.Pair(person);
        var (me, make, operation) = (await world.SignIn(person, SessionKind.Full), world.The<MakeBackupCodes>(), Guid.NewGuid());

        var first = Assert.IsType<MakeBackupCodesResult.Made>(await make.Run(me, operation)).Codes;
        Assert.IsType<MakeBackupCodesResult.AlreadyShown>(await make.Run(me, operation));
        Assert.Equal(10, first.Distinct(StringComparer.Ordinal).Count());
        Assert.True(await IsKept(world, person, first[3]));

        var second = Assert.IsType<MakeBackupCodesResult.Made>(await make.Run(me, Guid.NewGuid())).Codes;
        Assert.False(await IsKept(world, person, first[3]));
        Assert.True(await IsKept(world, person, second[9]));
        Assert.Equal(10, (await world.The<MyDevices>().Run(me)).BackupCodesLeft);
        Assert.Equal(2, (await world.Told(person)).Count(x => x == NoticeKind.BackupCodesMade));
    }

    [Theory, OnBothDatabases]
    public async Task S2_a_code_session_makes_none_and_a_full_one_only_after_a_fresh_second_step(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var person = await world.Person();
        await world.Pair(person);
        var make = world.The<MakeBackupCodes>();

        var code = await world.Issue(await world.Administrator(), person);
        Assert.IsType<MakeBackupCodesResult.NotAllowed>(await make.Run(await world.SignIn(person, SessionKind.TemporaryCode, code), Guid.NewGuid()));
        Assert.IsType<MakeBackupCodesResult.NotAllowed>(await make.Run(await world.SignIn(person, SessionKind.BackupCode), Guid.NewGuid()));
        var me = await world.SignIn(person, SessionKind.Full);
        world.Wait(TimeSpan.FromMinutes(15));
        Assert.IsType<MakeBackupCodesResult.NeedsSecondStep>(await make.Run(me, Guid.NewGuid()));
        Assert.Equal(0, await world.Store.ReadAcross(db => db.RecoveryCodes.CountAsync()));
    }

    private static async Task<bool> IsKept(FirmWorld world, Guid person, string shown)
    {
        var digits = Assert.IsType<TypedCode.Backup>(TypedCode.Read(shown)).Digits.Reveal();
        var rows = await world.Store.ReadAcross(db => db.RecoveryCodes.AsNoTracking().Where(x => x.AccountId == person).ToListAsync());
        return rows.Exists(x => world.The<KeyedHash>().Matches(KeyPurpose.BackupCode, x.KeyId, x.Mac, person, digits));
    }
}
