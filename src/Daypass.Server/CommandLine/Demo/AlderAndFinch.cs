namespace Daypass.Server.CommandLine.Demo;

/// <summary>Staff need MFA, clients may have it: the defaults of a firm.</summary>
internal sealed class AlderAndFinch
{
    private AlderAndFinch(DemoFirm firm) => Firm = firm;

    public DemoFirm Firm { get; }
    private DemoPerson Jane { get; set; } = null!;
    private DemoPerson Petra { get; set; } = null!;
    private DemoPerson Rufus { get; set; } = null!;
    private DemoPerson Selma { get; set; } = null!;
    private DemoPerson Casper { get; set; } = null!;
    private DemoPerson Dilys { get; set; } = null!;
    private DemoPerson Emil { get; set; } = null!;
    private DemoPerson Clara { get; set; } = null!;
    private DemoPerson Dario { get; set; } = null!;
    private DemoPerson Elsa { get; set; } = null!;
    private DemoPerson Felix { get; set; } = null!;
    private DemoPerson Greta { get; set; } = null!;

    public static async Task<AlderAndFinch> Open(IServiceProvider services, DemoClock clock)
    {
        var firm = await DemoFirm.Create(services, clock, "Alder & Finch", "alder-finch", "Europe/London", "en", "Maren Holloway", "maren.holloway@alder-finch.example", "Office phone");
        var story = new AlderAndFinch(firm);
        await firm.Join(Kind.Staff, "Tobias Quill", "Work phone", Permission.Both, administrator: true);
        await firm.Join(Kind.Staff, "Ines Marlowe", "Work phone", Permission.Both);
        await firm.Join(Kind.Staff, "Jonas Pell", "Tablet", Permission.ManageClients);
        story.Jane = await firm.Join(Kind.Staff, "Jane Doe", "Work phone");
        await firm.Join(Kind.Staff, "Oskar Vane");
        story.Petra = await firm.Join(Kind.Staff, "Petra Lindholm");
        story.Rufus = await firm.Join(Kind.Staff, "Rufus Ashdown");
        story.Selma = await firm.Join(Kind.Staff, "Selma Okoro");
        story.Casper = await firm.Join(Kind.Staff, "Casper Thorne", "Work phone");
        story.Dilys = await firm.Join(Kind.Staff, "Dilys Penrose", "Work phone");
        story.Emil = await firm.Join(Kind.Staff, "Emil Vargo", "Work phone");
        await firm.Add(Kind.Staff, "Frida Holt", invite: true);
        await firm.Deactivate(await firm.Join(Kind.Staff, "Gus Marren", "Work phone"));

        await firm.Join(Kind.Client, "Ada Winter");
        await firm.Join(Kind.Client, "Bruno Castell", "My phone");
        story.Clara = await firm.Join(Kind.Client, "Clara Monkton", "My phone");
        story.Dario = await firm.Join(Kind.Client, "Dario Fenn", "My phone");
        story.Elsa = await firm.Join(Kind.Client, "Elsa Grove", "My phone");
        story.Felix = await firm.Join(Kind.Client, "Felix Tarn", "My phone");
        story.Greta = await firm.Join(Kind.Client, "Greta Solberg", "My phone");
        await AddTheRest(firm);
        return story;
    }

    /// <summary>Codes that have expired by now. Two people disconnected their device while theirs was live: their holds are over.</summary>
    public async Task ThirtyHoursAgo()
    {
        await Rufus.IssueCode(await Firm.Primary.SignIn(), CodeReason.NewPhone);
        foreach (var person in new[] { Dilys, Felix })
        {
            await person.IssueCode(await Firm.Primary.SignIn(), CodeReason.Damaged);
            await person.Disconnect(await person.SignIn(person.Code));
        }
    }

    /// <summary>A bad evening: four devices lost. One client has had enough of MFA.</summary>
    public async Task TwelveHoursAgo()
    {
        foreach (var person in new[] { Casper, Emil, Elsa, Greta })
        {
            await person.MarkLost(await Firm.Primary.SignIn());
        }

        await Dario.Disconnect(await Dario.SignIn());
    }

    /// <summary>Codes that are live now; one was removed again.</summary>
    public async Task FourHoursAgo()
    {
        await Jane.IssueCode(await Firm.Primary.SignIn(), CodeReason.LeftAtHome);
        await Clara.IssueCode(await Firm.Primary.SignIn(), CodeReason.LeftAtHome);
        await Selma.IssueCode(await Firm.Primary.SignIn(), CodeReason.Other, "First day, phone not delivered yet");
        await Emil.IssueCode(await Firm.Primary.SignIn(), CodeReason.Lost);
        await Greta.IssueCode(await Firm.Primary.SignIn(), CodeReason.Lost);
        await Petra.IssueCode(await Firm.Primary.SignIn(), CodeReason.NewPhone);
        await Petra.RemoveCode(await Firm.Primary.SignIn());
    }

    /// <summary>Clients who were never invited, so that the list has pages.</summary>
    private static async Task AddTheRest(DemoFirm firm)
    {
        string[] first = ["Hattie", "Ivo", "Juno", "Karel", "Liv"];
        string[] last = ["Ambler", "Birch", "Corrin", "Dell"];
        foreach (var name in last.SelectMany(_ => first, (family, given) => $"{given} {family}"))
        {
            await firm.Add(Kind.Client, name, invite: false);
        }
    }
}
