using Daypass.Browser.Tests.Stories;
using Daypass.Domain;
using Daypass.TestHost;

namespace Daypass.Browser.Tests.Authenticator;

/// <summary>A story with phones in it.</summary>
public abstract class PhoneStory(Browser browser, Stages stages) : Story(browser, stages)
{
    internal async Task<Phone> NewPhone() => new(await NewPerson((await World.Listen()).ToString(), Look.Phone));

    /// <summary>A phone that was paired at the computer by somebody who had no device.</summary>
    internal async Task<Phone> PhoneOf(Someone someone)
    {
        var phone = await NewPhone();
        await PairWith(phone, someone);
        return phone;
    }

    internal async Task PairWith(Phone phone, Someone someone)
    {
        await Policies(Policy.Optional, Policy.Optional);
        var computer = await NewVisit();
        await computer.Password(someone);
        await computer.IsIn();
        await phone.Pair(computer, someone);
    }

    /// <summary>Password at the computer, number on the phone.</summary>
    internal static async Task SignIn(Visit computer, Phone phone, Someone someone)
    {
        await computer.Password(someone);
        await phone.Approve(await computer.NumberForThePhone());
        await computer.IsIn();
        await phone.Press("Close");
    }
}
