using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.SignIn;

/// <summary>
/// How often a mail that anybody may ask for goes to one address. Only the last hour holds a mail back, and its link lives an hour
/// (P3): whoever asks again and again keeps nobody from having a link that works.
/// </summary>
internal static class AskedMails
{
    private const int InAnHour = 3;
    private const int OftenADay = 8;
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    /// <summary>Three in an hour; from the eighth of a day on, one. The caller holds the address's row.</summary>
    public static async Task<bool> MayGo(DaypassDb db, DateTimeOffset now, NoticeKind kind, Guid login)
    {
        var day = now - Day;
        var asked = await db.Notices.Where(x => x.AccountId == login && x.Kind == kind && x.CreatedAt > day).Select(x => x.CreatedAt).ToListAsync();
        var inTheHour = asked.Count(x => x > now - Hour);
        return asked.TrueForAll(x => x <= now - Between) && (inTheHour == 0 || (inTheHour < InAnHour && asked.Count < OftenADay));
    }
}
