using Daypass.Server.Cases;
using Daypass.Server.Hosting;
using Daypass.Server.Letters.Evidence;
using Daypass.Server.Support;
using OtpNet;

namespace Daypass.Server.CommandLine.Demo;

/// <summary>Somebody of the demo's support desk.</summary>
internal sealed record DemoAgent(string Email, AgentRole Role, TotpSecret Secret, Uri OtpAuth);

/// <summary>
/// The demo's support desk: a representative and two technicians. A letter of a primary administrator has arrived, its case waits for a
/// technician's call back. By the use cases that the pages use.
/// </summary>
internal sealed class DemoDesk
{
    private readonly IServiceProvider _services;
    private readonly DemoClock _clock;

    private DemoDesk(IServiceProvider services, DemoClock clock) => (_services, _clock) = (services, clock);

    public List<DemoAgent> Agents { get; } = [];

    public static async Task<DemoDesk> Open(IServiceProvider services, DemoClock clock)
    {
        var desk = new DemoDesk(services, clock);
        await desk.Enrol("Rosa Reed", AgentRole.Representative);
        await desk.Enrol("Theo Farrow", AgentRole.Technician);
        await desk.Enrol("Tilda Quist", AgentRole.Technician);
        return desk;
    }

    /// <summary>The representative has looked everything up, attached the letter and submitted the case.</summary>
    public async Task LetterArrives(DemoFirm firm)
    {
        var me = await SignIn(Agents[0]);
        var opened = await Get<OpenCase>().Run(me, new CaseRequest(
            Guid.CreateVersion7(_clock.GetUtcNow()), firm.Id, CaseKind.Access, firm.Primary.Id, CaseArrival.Fax, CodeReason.Damaged)) as OpenCaseResult.Opened ?? throw Unexpected("open");
        _clock.Pass(TimeSpan.FromMinutes(3));
        if (await Get<AttachLetter>().Run(me, opened.Case, "fax-0117.pdf", DemoLetter.From(firm, _clock.GetUtcNow())) is not AttachResult.Attached)
        {
            throw Unexpected("letter");
        }

        _clock.Pass(TimeSpan.FromMinutes(4));
        Expect(await Get<CheckCase>().Run(me, opened.Case, CaseCheckKind.Requester, done: true));
        Expect(await Get<CheckCase>().Run(me, opened.Case, CaseCheckKind.Letter, done: true));
        Expect(await Get<SubmitCase>().Run(me, opened.Case));
    }

    private async Task Enrol(string name, AgentRole role)
    {
        _clock.Pass(TimeSpan.FromMinutes(5));
        var email = $"{name.ToLowerInvariant().Replace(' ', '.')}@desk.example";
        var made = await Get<CreateAgent>().Run(name, email, role) as OperateAgentResult.Enrols ?? throw Unexpected(name);
        var begun = await Get<Enrolment>().Run(made.Link.Reveal(), DemoPerson.Password) as EnrolmentResult.GoesOn ?? throw Unexpected(name);
        var step = await Get<EnterAgentValue>().Look(begun.SignIn.Reveal());
        var agent = new DemoAgent(email, role, step!.Secret!, step.OtpAuth!);
        await Finish(begun.SignIn, agent);
        Agents.Add(agent);
    }

    private async Task<AgentSignedIn> SignIn(DemoAgent agent)
    {
        _clock.Pass(TimeSpan.FromMinutes(1));
        var begun = await Get<EnterAgentPassword>().Run(agent.Email, DemoPerson.Password, browser: null) as AgentPasswordResult.Continue ?? throw Unexpected("password");
        return await Finish(begun.SignIn, agent);
    }

    private async Task<AgentSignedIn> Finish(Token signIn, DemoAgent agent)
    {
        var value = new Totp(agent.Secret.Reveal()).ComputeTotp(_clock.GetUtcNow().UtcDateTime);
        var admitted = await Get<EnterAgentValue>().Run(signIn.Reveal(), value, new ClientInfo("192.0.2.9", "Demo")) as AgentValueResult<AgentAdmitted>.Right ?? throw Unexpected("value");
        return await AgentSessionHandler.Find(Get<Store>(), admitted.What.Session.Hash(), _clock.Now()) is var (me, _) ? me : throw Unexpected("session");
    }

    private T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    private static void Expect(CaseResult result)
    {
        if (result is not CaseResult.Done)
        {
            throw Unexpected(result);
        }
    }

    private static InvalidOperationException Unexpected(object what) => new($"The demo's story does not hold for the support desk: {what}.");
}
