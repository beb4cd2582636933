using System.CommandLine;
using Daypass.Server.Hosting;
using Daypass.Server.Notifications;
using Daypass.Server.People;

namespace Daypass.Server.CommandLine;

/// <summary>Creates a firm and its primary administrator, whose invitation is handed on by the operator.</summary>
internal static class NewFirm
{
    private static readonly Option<string> Name = new("--name") { Description = "The firm's name.", Required = true };
    private static readonly Option<string> Address = new("--address") { Description = "First part of its web addresses: 2 to 40 of a-z, 0-9 and hyphen.", Required = true };
    private static readonly Option<string> TimeZone = new("--time-zone") { Description = "IANA name.", DefaultValueFactory = _ => "UTC" };
    private static readonly Option<string> Language = new("--language") { Description = "Of pages and mails: en or de.", DefaultValueFactory = _ => "en" };
    private static readonly Option<string> PrimaryName = new("--primary-name") { Description = "Name of the primary administrator.", Required = true };
    private static readonly Option<string> PrimaryEmail = new("--primary-email") { Description = "Email of the primary administrator.", Required = true };
    private static readonly Option<string?> PrimaryPhone = new("--primary-phone") { Description = "Phone of the primary administrator: what support calls back." };

    public static Command Command()
    {
        var create = new Command("create-firm", "Creates a firm and its primary administrator, and prints the invitation link.") { Name, Address, TimeZone, Language, PrimaryName, PrimaryEmail, PrimaryPhone };
        create.TreatUnmatchedTokensAsErrors = false;
        create.SetAction((parsed, _) => Verb.RunOnTables([.. parsed.UnmatchedTokens], services => Create(services, parsed)));
        return create;
    }

    private static async Task<int> Create(IServiceProvider services, ParseResult parsed)
    {
        var address = parsed.GetRequiredValue(Address);
        var result = await services.GetRequiredService<CreateFirm>().Run(
            parsed.GetRequiredValue(Name), address, parsed.GetRequiredValue(TimeZone), parsed.GetRequiredValue(Language), parsed.GetRequiredValue(PrimaryName), parsed.GetRequiredValue(PrimaryEmail), parsed.GetValue(PrimaryPhone));
        if (result is not CreateFirmResult.Created created)
        {
            return await Verb.Refuse(WhyNot(result, address));
        }

        var link = services.GetRequiredService<PublicOrigin>().Link($"/{address}/link/invitation/{created.Invitation.Reveal()}");
        await Console.Out.WriteLineAsync($"""
            The firm is at {services.GetRequiredService<PublicOrigin>().Link($"/{address}")}
            Give {parsed.GetRequiredValue(PrimaryName)} this invitation; it works once, for {LinkTokens.InvitationLife.Days} days:
            {link}
            """);
        return 0;
    }

    private static string WhyNot(CreateFirmResult result, string address) => result switch
    {
        CreateFirmResult.AddressTaken => $"There is a firm at \"{address}\" already. Choose another --address.",
        CreateFirmResult.BadAddress { Why: FirmAddressProblem.Reserved } => $"\"{address}\" is kept for Daypass itself. Choose another --address.",
        CreateFirmResult.BadAddress => $"\"{address}\" cannot be an address. Use {FirmAddress.Shortest} to {FirmAddress.Longest} of a-z, 0-9 and hyphen for --address.",
        CreateFirmResult.BadName => "The firm's name is missing or too long. Give --name with up to 200 characters.",
        CreateFirmResult.BadTimeZone => "That time zone is not known here. Give --time-zone an IANA name, such as Europe/London.",
        CreateFirmResult.BadLanguage => "That language is not spoken here. Give --language en or de.",
        CreateFirmResult.BadPerson bad => string.Join(Environment.NewLine, bad.Problems.Keys.Select(field => field switch
        {
            PersonField.Email => "That is no email address. Give --primary-email one such as jane.doe@example.com.",
            PersonField.Phone => "That is no phone number. Give --primary-phone one such as \"+44 20 7946 0011\".",
            _ => "The administrator's name is missing or too long. Give --primary-name up to 200 characters.",
        })),
        _ => throw new InvalidOperationException($"{result.GetType().Name} is not expected here."),
    };
}
