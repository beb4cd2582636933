using Daypass.Server.Audit;
using Daypass.Server.Cases.Drills;
using Daypass.Server.Support;

namespace Daypass.Server.Cases;

/// <summary>H6: the installation's activity, which concerns no firm: agents, letters without a case, drills, alarms. For technicians.</summary>
internal sealed class LookAtInstallation(Store store)
{
    public const int PageSize = 50;

    /// <param name="before">The line before which the page begins; null: the newest.</param>
    public async Task<ActivityPage?> Run(AgentSignedIn me, long? before) => me.Role != AgentRole.Technician
        ? null
        : await store.ReadAcross(async db =>
        {
            // A drill that runs gives itself away to nobody.
            var shown = Drilling.WithoutRunning(db, db.SecurityEvents.Where(x => x.FirmId == Guid.Empty && (before == null || x.Id < before)), me.AgentId);
            var lines = await Activity.Newest(db, shown, PageSize + 1);
            return new ActivityPage([.. lines.Take(PageSize)], null, lines.Count > PageSize ? lines[PageSize - 1].Id : null);
        });
}
