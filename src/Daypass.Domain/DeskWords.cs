namespace Daypass.Domain;

// The words of the support desk (H). A person of the desk has one role; a case has one kind.

/// <summary>Representatives open cases and collect the evidence; technicians call back and decide. One person holds one role (H4).</summary>
public enum AgentRole { Representative = 1, Technician = 2 }

/// <summary>What the desk is asked for.</summary>
public enum CaseKind
{
    /// <summary>A temporary code for an administrator who is locked out (H3).</summary>
    Access = 1,

    /// <summary>A live code is to be removed (H5): no letter is needed.</summary>
    RemoveCode = 2,

    /// <summary>Another person becomes the primary administrator (W2): the letter is signed by an officer of the firm.</summary>
    HandOver = 3,
}

public enum CaseState
{
    /// <summary>The representative collects the evidence.</summary>
    Open = 1,

    /// <summary>Waits for a technician.</summary>
    Submitted = 2,

    /// <summary>Approved. An approval that was not used within its hour is over, and the case waits for a technician again.</summary>
    Approved = 3,
    Rejected = 4,

    /// <summary>What was asked for was done.</summary>
    Done = 5,

    /// <summary>Closed by the desk before a decision.</summary>
    Withdrawn = 6,

    /// <summary>A hand-over that an administrator of the firm stopped (W2).</summary>
    Stopped = 7,
}

/// <summary>How the request reached the desk.</summary>
public enum CaseArrival { Fax = 1, Email = 2, Phone = 3 }

/// <summary>The lines of the checklist (H3). Each is kept with who and when.</summary>
public enum CaseCheckKind
{
    /// <summary>The requester is the firm's current primary administrator; at a hand-over, an officer of the firm.</summary>
    Requester = 1,

    /// <summary>The letter is on letterhead, signed, and asks for this.</summary>
    Letter = 2,

    /// <summary>A technician called back, on a contact that is unchanged for 30 days.</summary>
    CallBack = 3,

    /// <summary>Instead of the call back: another administrator confirmed from a signed-in session.</summary>
    AdministratorConfirmed = 4,

    /// <summary>Instead of the call back: 24 hours' wait, told to every administrator. Counts from when it was begun.</summary>
    Wait = 5,
}

/// <summary>A contact on file that can be called or written to.</summary>
public enum ContactKind { Phone = 1, Email = 2 }

public enum CaseRejection
{
    NotTheRequester = 1,
    LetterNotGood = 2,
    SignatureDiffers = 3,
    CallBackFailed = 4,
    DeniedOnCallBack = 5,
    Suspicious = 6,
    Other = 7,
}

/// <summary>Why somebody is looked up (H2).</summary>
public enum LookUpReason { LetterArrived = 1, CallerLockedOut = 2, CodeToRemove = 3, HandOver = 4, Investigation = 5 }
