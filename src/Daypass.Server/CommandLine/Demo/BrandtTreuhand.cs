namespace Daypass.Server.CommandLine.Demo;

/// <summary>A firm that speaks German and made MFA optional: for staff at once, for clients nine hours ago.</summary>
internal sealed class BrandtTreuhand
{
    private BrandtTreuhand(DemoFirm firm) => Firm = firm;

    public DemoFirm Firm { get; }
    private DemoPerson Nora { get; set; } = null!;
    private DemoPerson Berta { get; set; } = null!;
    private DemoPerson Carla { get; set; } = null!;
    private DemoPerson Dominik { get; set; } = null!;

    public static async Task<BrandtTreuhand> Open(IServiceProvider services, DemoClock clock)
    {
        var firm = await DemoFirm.Create(services, clock, "Brandt Treuhand", "brandt-treuhand", "Europe/Zurich", "de", "Klara Brandt", "klara.brandt@brandt-treuhand.example", "Bürotelefon");
        await firm.Options(Policy.Optional, Policy.Required);
        var story = new BrandtTreuhand(firm) { Nora = await firm.Join(Kind.Staff, "Nora Freienwald", "Geschäftstelefon") };
        await firm.Join(Kind.Staff, "Moritz Eglisau");
        await firm.Join(Kind.Client, "Anton Ruferswil");
        story.Berta = await firm.Join(Kind.Client, "Berta Zinggerl");
        story.Carla = await firm.Join(Kind.Client, "Carla Mosbach");
        story.Dominik = await firm.Join(Kind.Client, "Dominik Hugstein");
        return story;
    }

    /// <summary>A code that expires before now: the hold that came with it is over.</summary>
    public async Task TwentyFiveHoursAgo() => await Dominik.IssueCode(await Firm.Primary.SignIn(), CodeReason.NewPhone);

    /// <summary>Two codes while MFA was required of clients; then it became optional. Nora turned MFA off and was made to turn it on again.</summary>
    public async Task TenHoursAgo()
    {
        await Berta.IssueCode(await Firm.Primary.SignIn(), CodeReason.NewPhone);
        await Carla.IssueCode(await Firm.Primary.SignIn(), CodeReason.NewPhone);
        await Carla.RemoveCode(await Firm.Primary.SignIn());
        await Firm.Options(Policy.Optional, Policy.Optional);
        await Nora.Disconnect(await Nora.SignIn());
        await Firm.Grant(Nora, Permission.ManageClients);
    }
}
