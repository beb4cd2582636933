namespace Daypass.Domain;

// A drill is an invented request with one thing wrong with it, that runs through the desk's queue like any other. Nothing is ever issued on it.

/// <summary>What is wrong with the request of a drill, and where a desk that works stops it.</summary>
public enum DrillFlaw
{
    /// <summary>Somebody signed "for" the primary administrator. To be seen in the letter.</summary>
    SignedByAnother = 1,

    /// <summary>To be seen in the letter.</summary>
    NotSigned = 2,

    /// <summary>The letterhead is of a firm with another name. To be seen in the letter.</summary>
    OtherLetterhead = 3,

    /// <summary>The letter asks to be called back on a number that is not on file. To be seen in the letter, at the latest at the call back.</summary>
    NewNumber = 4,

    /// <summary>The letter asks for the login of somebody else than the case is about. To be seen in the letter.</summary>
    AsksForAnother = 5,

    /// <summary>Nothing is wrong with the letter, but nobody at the firm asked for it. To be heard at the call back.</summary>
    NobodyAsked = 6,
}

public enum DrillOutcome
{
    Running = 1,

    /// <summary>Somebody of the desk said no.</summary>
    Caught = 2,

    /// <summary>It was approved: a real request of the kind would have gone through.</summary>
    Missed = 3,

    /// <summary>Who started it ended it.</summary>
    Called = 4,
}

public static class DrillRule
{
    /// <param name="byStarter">Whether who ended the case is who started the drill.</param>
    public static DrillOutcome OutcomeOf(CaseState end, bool byStarter) => end switch
    {
        CaseState.Approved or CaseState.Done => DrillOutcome.Missed,
        CaseState.Rejected or CaseState.Withdrawn or CaseState.Stopped => byStarter ? DrillOutcome.Called : DrillOutcome.Caught,
        _ => DrillOutcome.Running,
    };
}
