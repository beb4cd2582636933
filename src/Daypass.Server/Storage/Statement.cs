using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Storage;

/// <summary>
/// A statement in SQL, for what every sign-in and every issued code does: EF Core 10 builds each <c>ExecuteUpdate</c> anew (it cannot be
/// compiled: dotnet/efcore#36741), at many times the cost of the statement itself (bench/README.md). Elsewhere <c>ExecuteUpdate</c> is the way.
/// </summary>
internal static class Statement
{
    /// <summary>Runs an update or delete in the rows of the firm and says how many it found. Values become parameters.</summary>
    /// <param name="act">Up to its conditions.</param>
    /// <param name="where">The conditions; that of the firm is added.</param>
    public static Task<int> Do(this DaypassDb db, FormattableString act, FormattableString where)
    {
        var (first, count) = (act.ArgumentCount, where.ArgumentCount);
        var conditions = string.Format(CultureInfo.InvariantCulture, where.Format, [.. Enumerable.Range(first, count).Select(x => $"{{{x}}}")]);
        return db.Database.ExecuteSqlAsync(FormattableStringFactory.Create(
            $"{act.Format} where ({conditions}) and ({{{first + count}}} or firm_id = {{{first + count + 1}}})",
            [.. act.GetArguments(), .. where.GetArguments(), db.AcrossFirms, db.CurrentFirm]));
    }
}
