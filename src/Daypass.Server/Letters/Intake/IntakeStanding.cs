using Daypass.Server.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Daypass.Server.Letters.Intake;

/// <summary>How the intake stands, for the desk.</summary>
/// <param name="Mailbox">Whose mail it is, such as <c>letters@mail.example.com</c>.</param>
/// <param name="ReadAt">The last round that went well; null: none yet.</param>
/// <param name="FailingSince">Null: the last round went well.</param>
/// <param name="Waiting">Messages that were left in the mailbox.</param>
internal sealed record IntakeStanding(string Mailbox, DateTimeOffset? ReadAt, DateTimeOffset? FailingSince, string? Failure, int Waiting);

/// <summary>Read from the database: the server that shows it need not be the one that reads the mailbox.</summary>
internal sealed class LookAtIntake(Store store, IOptions<DaypassOptions> options)
{
    /// <summary>Null where no mailbox is set.</summary>
    public async Task<IntakeStanding?> Run()
    {
        var intake = options.Value.Support.Intake;
        if (string.IsNullOrWhiteSpace(intake.Host))
        {
            return null;
        }

        var id = IntakeTurn.NameOf(intake);
        var found = await store.Read(Guid.Empty, db => db.IntakeMailboxes.AsNoTracking().SingleOrDefaultAsync(x => x.Id == id));
        var name = intake.User?.Contains('@', StringComparison.Ordinal) == true ? intake.User : $"{intake.User}@{intake.Host}";
        return new IntakeStanding(name, found?.ReadAt, found?.FailingSince, found?.Failure, found?.Waiting ?? 0);
    }
}
