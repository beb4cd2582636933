using System.Net;
using System.Text.RegularExpressions;
using Daypass.Domain;
using Daypass.Server.Cases;
using Daypass.Server.Storage.Model;
using Daypass.Server.Support;
using Daypass.Server.Tests.Letters;
using Daypass.Server.Tests.Console;
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

    /// <summary>A good form leads on and changes nothing by itself.</summary>
    public bool OnlyLeads { get; init; }
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

    /// <summary>Gives the browser a sign-in of this agent that passed the password step.</summary>
    public async Task PassPassword(AgentSignedIn agent) =>
        Browser["daypass-support.signin"] = await World.Get<EnterAgentPassword>().Run(agent.Email, World.Password, null) is AgentPasswordResult.Continue on
            ? on.SignIn.Reveal()
            : throw new InvalidOperationException("The password was refused.");

    /// <summary>The form of a new case for Amber's primary administrator, as a look-up leads to it.</summary>
    public async Task<Ask> NewCase()
    {
        if (Me?.Role != AgentRole.Representative)
        {
            return new Ask("/cases/new");
        }

        return new Ask("/cases/new", ("For", await For("/cases/new")), ("Id", Guid.NewGuid().ToString()), ("Arrival", "Email"), ("Reason", "Damaged"), ("ReasonText", ""));
    }

    /// <summary>The form of a drill, likewise.</summary>
    public async Task<Ask> NewDrill() => Me?.Role == AgentRole.Technician
        ? new Ask("/drills/new", ("For", await For("/drills/new")), ("Id", Guid.NewGuid().ToString()), ("Flaw", "NotSigned"), ("Arrival", "Email"))
        : new Ask("/drills/new");

    private async Task<string> For(string form)
    {
        var found = await Browser.Post("/lookup", ("Query", "amber"), ("Reason", "LetterArrived"));
        var link = Regex.Match((await Browser.Get(found.LeadsTo)).Body, $"href=\"{form}\\?for=(?<for>[^\"]+)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        return Uri.UnescapeDataString(WebUtility.HtmlDecode(link.Groups["for"].Value));
    }
}

/// <summary>Every page of the support desk, and who may use it.</summary>
internal static class TableOfTheDesk
{
    private const string Everybody = "yyy";
    private const string Agents = "-yy";
    private const string Representatives = "-y-";
    private const string Technicians = "--y";

    private static readonly Field Code = new("Code", Required: true, Secret: true, TooLong: true, Wrong: "no code");

    public static readonly IReadOnlyList<DeskRow> Rows =
    [
        new("", Agents, At("/")),
        new("signin", Everybody, async s => new Ask("/signin", ("Email", (await s.World.Agent(AgentRole.Technician)).Email), ("Password", World.Password)))
        {
            Posts = true, Fields = [new("Email", Required: true, TooLong: true), new("Password", Required: true, Secret: true, TooLong: true)],
        },
        new("signin/code", Everybody, async s =>
        {
            var agent = await s.World.Agent(AgentRole.Technician);
            await s.PassPassword(agent);
            return new Ask("/signin/code", ("Code", s.World.NextValueOf(agent)));
        }) { Posts = true, Once = true, Fields = [Code] },
        new("enrol/{token:length(43)}", Everybody, async s =>
        {
            var link = await s.World.Get<CreateAgent>().Run("Ines Marlow", $"ines-{Guid.NewGuid():N}@desk.example", AgentRole.Representative);
            return new Ask($"/enrol/{((OperateAgentResult.Enrols)link).Link.Reveal()}", ("NewPassword", Stage.NewPassword), ("Repeat", Stage.NewPassword));
        }) { Posts = true, Fields = [new("NewPassword", Required: true, Secret: true, TooLong: true, Wrong: "short, but fun"), new("Repeat", Secret: true, Wrong: "another than that")] },
        new("confirm", Agents, s => Task.FromResult(new Ask("/confirm", s.Me is null ? [] : [("Code", s.World.NextValueOf(s.Me))]))) { Posts = true, Fields = [Code] },
        new("lookup", Agents, At("/lookup", () => [("Query", "amber"), ("Reason", "LetterArrived")]))
        {
            Posts = true, OnlyLeads = true, Fields = [new("Query", Required: true, TooLong: true, Wrong: "x"), new("Reason", Required: true, Wrong: "nonsense")],
        },
        new("cases/new", Representatives, s => s.NewCase())
        {
            Posts = true, Once = true,
            Fields = [new("Id", Required: true, Wrong: "nonsense"), new("Arrival", Required: true, Wrong: "Phone"), new("Reason", Required: true, Wrong: "nonsense"), new("ReasonText", TooLong: true)],
        },
        new("cases/{id:guid}", Agents, async s => new Ask($"/cases/{await CaseDesk.Open(s.World)}?handler=Assign", ("agent", "")))
        {
            Posts = true, Fields = [new("agent", Wrong: "nobody")],
        },
        new("cases/{id:guid}/withdraw", Agents, async s => new Ask($"/cases/{await CaseDesk.Submitted(s.World)}/withdraw")) { Posts = true },
        new("cases/{id:guid}/reject", Technicians, async s => new Ask($"/cases/{await CaseDesk.Submitted(s.World)}/reject", ("Why", "Suspicious"), ("Remark", "Looks copied.")))
        {
            Posts = true, Fields = [new("Why", Required: true, Wrong: "nonsense"), new("Remark", TooLong: true)],
        },
        new("cases/{id:guid}/code", Technicians, async s => new Ask($"/cases/{await CaseDesk.Approved(s.World)}/code", ("Operation", $"{Guid.NewGuid()}"))) { Posts = true, Once = true },
        new("cases/{id:guid}/remove", Technicians, async s => new Ask($"/cases/{await CaseDesk.Approved(s.World, CaseKind.RemoveCode)}/remove")) { Posts = true },
        new("cases/{id:guid}/suspend", Technicians, async s => new Ask($"/cases/{await CaseDesk.Approved(s.World, CaseKind.HandOver)}/suspend")) { Posts = true },
        new("feedback", Agents, At("/feedback?about=backup-codes&kind=Reader&nr=2")),
        new("cases/{id:guid}/deliver", Technicians, async s => new Ask($"/cases/{await CaseDesk.Approved(s.World)}/deliver", ("Operation", $"{Guid.NewGuid()}"))) { Posts = true },
        new("drills", Agents, At("/drills")),
        new("drills/new", Technicians, s => s.NewDrill())
        {
            Posts = true, Once = true,
            Fields = [new("Id", Required: true, Wrong: "nonsense"), new("Flaw", Required: true, Wrong: "nonsense"), new("Arrival", Required: true, Wrong: "Phone"), new("InNameOf", Wrong: "3fa85f64-5717-4562-b3fc-2c963f66afa6")],
        },
        new("counts", Agents, At("/counts")),
        new("activity", Technicians, At("/activity")),
        new("signout", Everybody, At("/signout")) { Posts = true, Once = true },
        new("letters", Agents, At("/letters")),
        new("letters/{id:guid}/sort", Representatives, async s => new Ask($"/letters/{await LetterDesk.Unseen(s.World)}/sort?handler=Assign", ("Case", $"{await LetterDesk.NumberOfAnOpenCase(s.World)}")))
        {
            Posts = true, Once = true, Fields = [new("Case", Required: true, TooLong: true, Wrong: "7654321"), new("Case", Wrong: "12 34")],
        },
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
