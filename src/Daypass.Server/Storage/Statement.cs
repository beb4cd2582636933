using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Storage;

/// <summary>
/// A statement in SQL, for what every sign-in and every issued code does: EF Core builds each <c>ExecuteUpdate</c> anew
/// (dotnet/efcore#36741), at many times the cost of the statement itself. Elsewhere <c>ExecuteUpdate</c> is the way.
/// </summary>
internal static class Statement
{
    /// <summary>Runs an update or delete and says how many rows it found.</summary>
    /// <param name="sql">Ends in its conditions; the wall of the firm is put behind them. Values become parameters.</param>
    public static Task<int> Do(this DaypassDb db, FormattableString sql)
    {
        var values = sql.GetArguments();
        var (all, firm) = (values.Length, values.Length + 1);
        return db.Database.ExecuteSqlAsync(FormattableStringFactory.Create(
            $"{sql.Format} and ({{{all}}} or firm_id = {{{firm}}})", [.. values, db.AcrossFirms, db.CurrentFirm]));
    }
}
