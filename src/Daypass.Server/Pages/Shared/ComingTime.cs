using System.Globalization;
using Microsoft.Extensions.Localization;

namespace Daypass.Server.Pages.Shared;

/// <summary>A time ahead, as people say it: "tomorrow at 09:12 (London time)". Later than tomorrow it has its date.</summary>
internal sealed class ComingTime(FirmTime time, IStringLocalizer<AccessText> text)
{
    public string Of(DateTimeOffset at)
    {
        var (local, days) = time.Ahead(at);
        return days is 0 or 1
            ? text[days == 0 ? "Today" : "Tomorrow", local.ToString("HH:mm", CultureInfo.CurrentUICulture), time.Zone]
            : text["OnDay", time.Text(at)];
    }
}
