using Daypass.Domain;
using Daypass.Server.Hosting;
using Daypass.Server.Storage.Model;
using Daypass.Server.Support;
using Daypass.Server.Tests.Pages;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Daypass.Server.Tests.Console;

/// <summary>What the stories of the desk's pages share: a world in which contacts are old enough, a representative and a technician.</summary>
public abstract class DeskPages : IAsyncLifetime
{
    internal World World { get; private set; } = null!;
    internal AgentSignedIn Rhea { get; private set; } = null!;
    internal AgentSignedIn Tom { get; private set; } = null!;

    /// <summary>The representative's browser and the technician's.</summary>
    internal Visitor Representative { get; private set; } = null!;
    internal Visitor Technician { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        World = await World.Create(DatabaseKind.Sqlite, builder => builder.Services.PostConfigure<DaypassOptions>(Adjust));
        await World.Store.WriteAcross(db => db.Accounts.ExecuteUpdateAsync(set => set
            .SetProperty(x => x.CreatedAt, World.Now.AddYears(-2)).SetProperty(x => x.Phone, "+41 44 555 01 23")));
        await Rename(World.Primary, "Paula Amberg");
        (Rhea, Tom) = (await World.Agent(AgentRole.Representative), await World.Agent(AgentRole.Technician));
        (Representative, Technician) = (await Visitor.AtTheDesk(World, Rhea), await Visitor.AtTheDesk(World, Tom));
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Representative.Dispose();
        Technician.Dispose();
        await World.DisposeAsync();
    }

    /// <summary>Settings of this story.</summary>
    private protected virtual void Adjust(DaypassOptions options)
    {
    }

    internal Task Rename(Someone someone, string name) => World.Store.Write(someone.Firm, db =>
        db.Accounts.Where(x => x.Id == someone.Id).ExecuteUpdateAsync(set => set.SetProperty(x => x.Name, name)));

    /// <summary>Looks somebody up, as the form does.</summary>
    internal static async Task<Visitor> LookUp(Visitor agent, string query, string reason = "LetterArrived") =>
        await (await agent.Open("/lookup")).Fill(("Query", query), ("Reason", reason));

    /// <summary>Looks Amber up and opens a case for its primary administrator; the case's address.</summary>
    internal async Task<string> OpenCase()
    {
        await (await LookUp(Representative, "amber")).Follow("Open a case: code for Paula Amberg");
        await Representative.Fill(("Arrival", "Email"), ("Reason", "Damaged"));
        Assert.True(Representative.At.StartsWith("/cases/", StringComparison.Ordinal), Representative.Text);
        return Representative.At.Split('?')[0];
    }

    /// <summary>A letter of the case, as if uploaded.</summary>
    internal Task AddLetter(string at) => World.Store.Write(World.Amber, db =>
    {
        db.CaseLetters.Add(new CaseLetter
        {
            Id = Guid.NewGuid(),
            FirmId = World.Amber,
            CaseId = Guid.Parse(at.Split('/')[2]),
            State = LetterState.Assigned,
            Type = LetterType.Pdf,
            ReceivedAt = World.Now,
            FileName = "letter.pdf",
        });
        return Task.CompletedTask;
    });

    /// <summary>A case whose evidence the representative has together.</summary>
    internal async Task<string> Submitted()
    {
        var at = await OpenCase();
        await AddLetter(at);
        await Representative.Press("Yes: tick the requester");
        await Representative.Press("Yes, all of it: tick the letter");
        await Representative.Press("Submit for a decision");
        return at;
    }

    /// <summary>The same, called back and approved.</summary>
    internal async Task<string> Approved()
    {
        var at = await Submitted();
        await (await Technician.Open(at)).Fill(("Contact", $"{World.Primary.Id}:{ContactKind.Phone}"));
        await Technician.Press("Approve");
        return at;
    }
}
