using Daypass.Server.Hosting;
using Daypass.Server.Support;
using OtpNet;

namespace Daypass.Server.CommandLine.Demo;

/// <summary>Somebody of the demo's support desk, and what a TOTP app needs to be their authenticator.</summary>
internal sealed record DemoAgent(string Name, string Email, AgentRole Role, Uri OtpAuth);

/// <summary>Two agents, one of each role, made and enrolled as the operator and they themselves would.</summary>
internal static class DemoDesk
{
    public static async Task<IReadOnlyList<DemoAgent>> Open(IServiceProvider services, TimeProvider clock) =>
    [
        await Enrol(services, clock, "Tilda Farrow", "tilda.farrow@desk.example", AgentRole.Representative),
        await Enrol(services, clock, "Odo Kessel", "odo.kessel@desk.example", AgentRole.Technician),
    ];

    private static async Task<DemoAgent> Enrol(IServiceProvider services, TimeProvider clock, string name, string email, AgentRole role)
    {
        var made = await services.GetRequiredService<CreateAgent>().Run(name, email, role) as OperateAgentResult.Enrols ?? throw Unexpected(name);
        var begun = await services.GetRequiredService<Enrolment>().Run(made.Link.Reveal(), DemoPerson.Password) as EnrolmentResult.GoesOn ?? throw Unexpected(name);
        var step = await services.GetRequiredService<EnterAgentValue>().Look(begun.SignIn.Reveal()) ?? throw Unexpected(name);
        var value = new Totp(step.Secret!.Reveal()).ComputeTotp(clock.GetUtcNow().UtcDateTime);
        return await services.GetRequiredService<EnterAgentValue>().Run(begun.SignIn.Reveal(), value, new ClientInfo("192.0.2.8", "Demo")) is AgentValueResult<AgentAdmitted>.Right
            ? new DemoAgent(name, email, role, step.OtpAuth!)
            : throw Unexpected(name);
    }

    private static InvalidOperationException Unexpected(string name) => new($"The demo's story does not hold for {name}.");
}
