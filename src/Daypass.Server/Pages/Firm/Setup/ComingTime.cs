using System.Globalization;
using Daypass.Server.Hosting;
using Daypass.Server.Pages.Shared;
using Microsoft.Extensions.Localization;

namespace Daypass.Server.Pages.Firm.Setup;

/// <summary>A time ahead, as people say it: "tomorrow at 09:12 (London time)". Later than tomorrow it has its date.</summary>
internal sealed class ComingTime(IHttpContextAccessor http, TimeProvider clock, FirmTime time, IStringLocalizer<SetupText> text)
{
    public string Of(DateTimeOffset at)
    {
        var place = TimeZoneInfo.TryFindSystemTimeZoneById(http.HttpContext!.Firm().TimeZone, out var found) ? found : TimeZoneInfo.Utc;
        var local = TimeZoneInfo.ConvertTime(at, place);
        var days = (local.Date - TimeZoneInfo.ConvertTime(clock.Now(), place).Date).Days;
        return days is 0 or 1
            ? text[days == 0 ? "Today" : "Tomorrow", local.ToString("HH:mm", CultureInfo.CurrentUICulture), time.Zone]
            : text["OnDay", time.Text(at)];
    }
}
