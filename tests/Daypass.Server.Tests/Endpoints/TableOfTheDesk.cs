using Daypass.Domain;
using Daypass.Server.Storage.Model;
using Daypass.Server.Support;
using Daypass.Server.Tests.Letters;
using Daypass.TestHost;

namespace Daypass.Server.Tests.Endpoints;

/// <summary>A page of the support desk. Written by hand: what is not here is not tested, and <see cref="EveryEndpoint"/> fails.</summary>
/// <param name="Open">To nobody in particular, to representatives, to technicians: y or -.</param>
internal sealed record DeskRow(string Route, string Open, Func<DeskStage, Task<Ask>> Good)
{
    /// <summary>It has a form that is posted.</summary>
    public bool Posts { get; init; }

    /// <summary>Sent twice, the second does nothing.</summary>
    public bool Once { get; init; }
    public Field[] Fields { get; init; } = [];

    public override string ToString() => Route.Length == 0 ? "(queue)" : Route;
}

/// <summary>Who stands at the desk in one case, and in front of which browser.</summary>
internal sealed class DeskStage
{
    public required Site Site { get; init; }
    public World World => Site.World;
    public required Browser Browser { get; init; }

    /// <summary>Null: nobody is signed in.</summary>
    public AgentSignedIn? Me { get; init; }

    public static async Task<DeskStage> Set(Site site, AgentRole? role)
    {
        if (role is not { } some)
        {
            return new DeskStage { Site = site, Browser = site.AtTheDesk() };
        }

        var (browser, me) = await site.SignedIn(some);
        return new DeskStage { Site = site, Browser = browser, Me = me };
    }
}

/// <summary>Every page of the support desk, and who may use it.</summary>
internal static class TableOfTheDesk
{
    private const string Everybody = "yyy";
    private const string Agents = "-yy";
    private const string Representatives = "-y-";

    public static readonly IReadOnlyList<DeskRow> Rows =
    [
        new("", Agents, At("/")),
        new("signout", Everybody, At("/signout")) { Posts = true, Once = true },
        new("letters/{id:guid}", Agents, async s => new Ask($"/letters/{await LetterDesk.Unseen(s.World)}?handler=Again")) { Posts = true, Once = true },
        new("letters/{id:guid}/pages/{number:int}", Agents, async s => new Ask($"/letters/{await LetterDesk.Seen(s.World)}/pages/1")),
        new("letters/{id:guid}/original", Agents, async s => new Ask($"/letters/{await LetterDesk.Seen(s.World)}/original")),
        new("letters/attach/{case:guid}", Representatives, async s => new Ask($"/letters/attach/{await LetterDesk.OpenCase(s.World)}", ("@Letter", Convert.ToBase64String(AFile.Png()))))
        {
            Posts = true, Once = true, Fields = [new("@Letter", Required: true)],
        },
    ];

    private static Func<DeskStage, Task<Ask>> At(string path, Func<(string, string)[]>? fields = null) => _ => Task.FromResult(new Ask(path, fields?.Invoke() ?? []));
}
